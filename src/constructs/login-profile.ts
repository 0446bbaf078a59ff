import { type IResolvable, type TerraformMetaArguments, TerraformProvider, Token } from 'cdktf';
import type { Construct } from 'constructs';
import {
  LoginProfile as IamLoginProfile,
  type LoginProfileConfig as IamLoginProfileConfig,
  type LoginProfileTimeouts,
} from './bindings/login-profile';
import {
  assertLiterals,
  DRIFT_DETECTION,
  EXISTING_PROFILE,
  nameOfUser,
  ON_DESTROY,
  ON_USER_CHANGE,
} from './login-profile-checks';
import { explicitAwsProvider } from './aws-provider';
import { isLoginProfileResource, refuseDuplicateUsers } from './duplicate-users';
import {
  applyPolicyFor,
  type LoginProfilePolicyOptions,
  planPolicyFor,
  type PolicyDocument,
  type PolicyReferences,
  type PolicySubject,
  referencesOf,
} from './policies';
import { iamProviderFor } from './provider';
import type { SecretPassword } from './secret-password';
import { elementsOf } from './stack-elements';

/** An IAM user, by shape: `IamUser` of any copy or version of the AWS bindings fits. */
export interface UserReference {
  /** Name of the user, usually a reference to it, so that Terraform makes the user first. */
  readonly name: string;
  readonly fqn: string;
  /** For the policies; without it they name the user on any path. */
  readonly arn?: string;
}

/** A data source of an IAM user, by shape: `DataAwsIamUser` fits. */
export interface UserDataReference {
  readonly userName: string;
  readonly fqn: string;
  readonly arn?: string;
}

/** What create does where the user already has a login profile. */
export type ExistingProfile = (typeof EXISTING_PROFILE)[number];
/** What becomes of the login profile when the construct leaves the stack or the stack is destroyed. */
export type OnDestroy = (typeof ON_DESTROY)[number];
/** How closely the login profile is watched. */
export type DriftDetection = (typeof DRIFT_DETECTION)[number];
/** What happens after the person replaced the password themselves. */
export type OnUserChange = (typeof ON_USER_CHANGE)[number];

/** Props of {@link LoginProfile}, with CDKTF's meta-arguments. Wherever a literal goes, a token may go as well. */
export interface LoginProfileProps extends TerraformMetaArguments {
  /**
   * The IAM user that receives the password: an `IamUser`, a `DataAwsIamUser`, or a name of 1-64 letters, digits or
   * `_+=,.@-`, compared without case as IAM does. Changing it is in place: a renamed user keeps the password, another
   * user gets it, and the old login profile goes as `onDestroy` says.
   * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateLoginProfile.html
   */
  readonly user: UserReference | UserDataReference | string;
  /** The secret that holds the password. Only this reference enters code, plan and state; the password never does. */
  readonly password: SecretPassword;
  /**
   * Whether the user must choose a new password at the next sign-in; sent with each password. The user needs
   * permission for `iam:ChangePassword`.
   * @default false
   */
  readonly passwordResetRequired?: boolean | IResolvable;
  /**
   * Any change of these values sends the password again.
   * @default - only a new version of the secret, or drift, does
   */
  readonly rotationTriggers?: Readonly<Record<string, string>>;
  /**
   * Where the user already has a login profile at create: `adopt` sets its password, `trust` records the secret's
   * current version as in force and sends nothing, `fail` refuses.
   * @default 'adopt'
   */
  readonly existingProfile?: ExistingProfile | IResolvable;
  /**
   * `delete` removes the login profile, `retain` forgets it and leaves the access, with a warning.
   * @default 'delete'
   */
  readonly onDestroy?: OnDestroy | IResolvable;
  /**
   * `profile` compares the login profile with what was applied; `password` also asks the credential report, which AWS
   * makes anew every four hours at most, whether the password was changed; `trail` also asks CloudTrail who made a
   * change that was found; `off` notices only that the profile is gone. A change takes effect after the next apply.
   * @default 'profile'
   */
  readonly driftDetection?: DriftDetection | IResolvable;
  /**
   * After the user replaced the password themselves: `accept` leaves theirs, `enforce` sends the secret's again.
   * @default 'accept'
   */
  readonly onUserChange?: OnUserChange | IResolvable;
  /**
   * How long temporary refusals, throttling and users that are not visible yet are waited out, for each operation:
   * durations such as `90s`, `5m` or `1h30m`, above 0 and at most `24h`.
   * @default - 5 minutes each
   */
  readonly timeouts?: LoginProfileTimeouts;
  /**
   * An {@link IamProvider}, where the stack has several.
   * @default - that of the AWS provider the user was made with, or else the secret; the stack's `IamProvider` without
   *   an alias where neither names one. Made where there is none, with the AWS provider's settings
   */
  readonly provider?: TerraformProvider;
}

const asString = (value: string | IResolvable | undefined): string | undefined =>
  value === undefined ? undefined : Token.asString(value);

/** Props as the generated binding takes them. Meta-arguments pass through. */
function configOf(props: LoginProfileProps): IamLoginProfileConfig {
  const { user, password, existingProfile, onDestroy, driftDetection, onUserChange, ...same } = props;
  const { jsonKey, versionStage, versionId } = password.options;
  return {
    ...same,
    userName: nameOfUser(user) as string,
    secretId: password.secretId,
    secretJsonKey: jsonKey,
    secretVersionStage: versionStage,
    secretVersionId: versionId,
    existingProfile: asString(existingProfile),
    onDestroy: asString(onDestroy),
    driftDetection: asString(driftDetection),
    onUserChange: asString(onUserChange),
  };
}

/** Checks before anything is added to the tree. */
function checkedConfig(scope: Construct, id: string, props: LoginProfileProps): IamLoginProfileConfig {
  assertLiterals(`${scope.node.path}/${id}`, props);
  return configOf(props);
}

/**
 * The console password of one IAM user, taken from a Secrets Manager secret and rotated with the secret's versions.
 *
 * When the secret gets a new version, the next plan shows it, version id to version id, and apply sends exactly the
 * version that was planned. When somebody changes the login profile behind the stack's back, plan says what happened.
 *
 * ```ts
 * const user = new IamUser(this, 'alice', { name: 'alice' });
 * const secret = new SecretsmanagerSecret(this, 'alice-password', { name: 'console/alice' });
 *
 * new LoginProfile(this, 'alice-login', {
 *   user,
 *   password: SecretPassword.fromSecret(secret, { jsonKey: 'password' }),
 *   passwordResetRequired: true,
 * });
 * ```
 *
 * It is the resource `iam_login_profile` itself, at the address `iam_login_profile.ID` for a construct right below its
 * stack, so meta-arguments, `importFrom`, `moveTo`, overrides, aspects and the getters of its attributes (`syncStatus`,
 * `secretVersionId`, `createDate` …) are those of any CDKTF resource. Import by user name.
 *
 * Synth fails for two login profiles of the same user with the same provider in a stack; those with `count` or
 * `forEach` are not compared.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_admin-change-user.html
 * @see https://developer.hashicorp.com/terraform/cdktf/concepts/resources
 */
export class LoginProfile extends IamLoginProfile {
  readonly #references: PolicyReferences;

  /**
   * @param scope where the resource stands
   * @param id construct id, unique below the scope; part of the resource's address
   * @throws Error for a literal that cannot be right; names the construct, the prop and the remedy
   * @throws TypeError where `password` is no {@link SecretPassword}, a password in clear text for example
   */
  constructor(scope: Construct, id: string, props: LoginProfileProps) {
    super(scope, id, checkedConfig(scope, id, props));
    if (props.provider === undefined) this.#chooseProvider(props);
    this.#references = referencesOf(props, this.userNameInput);
    refuseDuplicateUsers(this);
  }

  /** The user's account is the one that counts; the secret's, where the user is only a name. */
  #chooseProvider({ user, password }: LoginProfileProps): void {
    const provider = iamProviderFor(this, explicitAwsProvider(typeof user === 'string' ? password.source : user));
    // One without an alias is what Terraform takes anyway.
    if (provider.alias !== undefined) this.provider = provider;
  }

  /**
   * The policy document for the role that plans: it sees this user's login profile and which versions this secret has,
   * never a secret's value. With `driftDetection` `password` or `trail` also the account's credential report, and with
   * `trail` its CloudTrail events. A plain object; tokens in it are references.
   *
   * ```ts
   * new IamPolicy(this, 'plan', { policy: JSON.stringify(login.planPolicy()) });
   * ```
   * @throws Error where users or secrets are not known at synth, by `count` or `forEach`; `options` can name them
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
   */
  planPolicy(options: LoginProfilePolicyOptions = {}): PolicyDocument {
    return planPolicyFor([this.#policySubject()], options);
  }

  /**
   * The policy document for the role that applies: the one that plans, and what reading this secret's value and
   * setting or removing this user's password takes.
   * @throws Error as {@link LoginProfile.planPolicy} does
   */
  applyPolicy(options: LoginProfilePolicyOptions = {}): PolicyDocument {
    return applyPolicyFor([this.#policySubject()], options);
  }

  #policySubject(): PolicySubject {
    return { login: this, references: this.#references };
  }

  static #policySubjects(scope: Construct): PolicySubject[] {
    const logins = [scope, ...elementsOf(scope)].filter(isLoginProfileResource);
    if (logins.length === 0)
      throw new Error(`${scope.node.path}: no LoginProfile below it yet. Ask for policies last.`);
    return logins.map((login) => (login instanceof LoginProfile ? login.#policySubject() : { login, references: {} }));
  }

  /**
   * One policy document for the role that plans all login profiles of a stack, or below another construct, bare
   * bindings included. Those that are made later are not in it.
   * @throws Error where there is none, and as the method of that name does
   */
  static planPolicy(scope: Construct, options: LoginProfilePolicyOptions = {}): PolicyDocument {
    return planPolicyFor(LoginProfile.#policySubjects(scope), options);
  }

  /** One policy document for the role that applies all of them; see {@link LoginProfile.planPolicy}. */
  static applyPolicy(scope: Construct, options: LoginProfilePolicyOptions = {}): PolicyDocument {
    return applyPolicyFor(LoginProfile.#policySubjects(scope), options);
  }
}
