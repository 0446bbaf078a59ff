import { Token, Tokenization } from 'cdktf';

/**
 * A secret, by shape: `SecretsmanagerSecret` and `DataAwsSecretsmanagerSecret` of any copy or version of the AWS
 * bindings fit.
 */
export interface SecretReference {
  /** ARN of the secret, usually a reference to it, so that Terraform makes the secret first. */
  readonly arn: string;
  readonly fqn: string;
}

/** A version of a secret, by shape: `SecretsmanagerSecretVersion` and its data source fit. */
export interface SecretVersionReference {
  /** Name or ARN of the secret the version belongs to. */
  readonly secretId: string;
  /** 32-64 characters; usually known only after apply. */
  readonly versionId: string;
  readonly fqn: string;
}

/** How the password is found in the secret. */
export interface SecretVersionOptions {
  /**
   * The key that holds the password, where the secret is a JSON object such as `{"password":"…"}`.
   * @default - the whole secret string is the password, byte for byte
   */
  readonly jsonKey?: string;
}

/** Which version of the secret is in force, and how the password is found in it. */
export interface SecretOptions extends SecretVersionOptions {
  /**
   * The staging label to follow, 1-256 characters. Not together with `versionId`.
   * @default 'AWSCURRENT'
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version
   */
  readonly versionStage?: string;
  /**
   * Exactly this version, 32-64 characters, whatever the labels say: a rotation then is a change of this value.
   * @default - the version that carries the label
   */
  readonly versionId?: string;
}

const BRAND = Symbol.for('cdktf-iam-login-profile/SecretPassword');

const kindOf = (value: unknown): string => (value === null ? 'null' : typeof value);

function hasFields(value: unknown, ...names: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && names.every((name) => name in value);
}

/**
 * Where a password is kept: a secret in AWS Secrets Manager, and which version of it. Holds references only; the
 * value is read by the provider during apply and enters neither plan nor state.
 */
export class SecretPassword {
  /** Name or ARN of the secret, or a reference to one. */
  readonly secretId: string;
  /** Which version of it, and how the password is found in it. */
  readonly options: SecretOptions;
  /** The secret or version it was made from, where that is an object. Its AWS provider knows the account. */
  readonly source: SecretReference | SecretVersionReference | undefined;

  private constructor(secretId: string, options: SecretOptions, source?: SecretReference | SecretVersionReference) {
    Object.defineProperty(this, BRAND, { value: true });
    this.secretId = secretId;
    this.options = options;
    this.source = source;
  }

  /**
   * The password follows a staging label of the secret: when the label moves to a new version, the next plan shows
   * the rotation and apply sends the new password.
   *
   * ```ts
   * SecretPassword.fromSecret(secret, { jsonKey: 'password' });
   * SecretPassword.fromSecret('console/alice');
   * ```
   * @param secret a secret of the program, or its name (1-512 letters, digits or `/_+=.@!-`), or its full ARN; an ARN
   *   brings its own Region. A partial ARN, without the six characters at its end, is refused at synth
   * @throws TypeError for anything else
   */
  static fromSecret(secret: SecretReference | string, options: SecretOptions = {}): SecretPassword {
    if (typeof secret === 'string') return new SecretPassword(secret, options);
    if (hasFields(secret, 'secretId', 'versionId')) {
      throw new TypeError(
        'SecretPassword.fromSecret: got a version of a secret. Use SecretPassword.fromSecretVersion(version), or pass the secret.',
      );
    }
    // The value of an iterator or a variable; CDKTF types it as `any`.
    if (Tokenization.isResolvable(secret) && !hasFields(secret, 'arn')) {
      return new SecretPassword(Token.asString(secret), options);
    }
    if (!hasFields(secret, 'arn')) {
      throw new TypeError(
        `SecretPassword.fromSecret: expected a secret (an object with "arn"), its name or its full ARN, got ${kindOf(secret)}.`,
      );
    }
    return new SecretPassword(secret.arn, options, secret);
  }

  /**
   * The password is exactly this version. Where the program writes the version itself, one deploy both writes it and
   * puts it in force; following the label would take two.
   *
   * Keep the value out of state: give the version resource `secretStringWo`, not `secretString`. A data source of a
   * version reads the value into state; {@link SecretPassword.fromSecret} does not.
   * @throws TypeError for anything but a version of a secret
   */
  static fromSecretVersion(version: SecretVersionReference, options: SecretVersionOptions = {}): SecretPassword {
    if (!hasFields(version, 'secretId', 'versionId')) {
      throw new TypeError(
        'SecretPassword.fromSecretVersion: expected a version of a secret (an object with "secretId" and "versionId"), ' +
          `got ${kindOf(version)}.`,
      );
    }
    const { jsonKey } = options;
    // The version's `secretId`, not its `arn`: it stays known at plan while a new version makes the rest unknown.
    const exactly = { versionId: version.versionId, ...(jsonKey !== undefined && { jsonKey }) };
    return new SecretPassword(version.secretId, exactly, version);
  }

  /** Whether a value is a `SecretPassword`, of this copy of the package or of another one. */
  static isSecretPassword(x: unknown): x is SecretPassword {
    return typeof x === 'object' && x !== null && BRAND in x;
  }
}
