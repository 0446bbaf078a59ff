import type { AccountScope } from './account-scope';
import { CloudTrail } from './cloud-trail/cloud-trail';
import { cloudTrailService } from './cloud-trail/service';
import type { Services } from './http/routing';
import { Iam } from './iam/iam';
import type { PasswordPolicy } from './iam/password-policy';
import { iamService } from './iam/service';
import { type Credentials, Identities, type KeyRing } from './identities';
import type { Service } from './model/service';
import { KmsKeys } from './secrets-manager/kms';
import { SecretsManager } from './secrets-manager/secrets-manager';
import { secretsManagerService } from './secrets-manager/service';
import { Roles } from './sts/roles';

/** The IAM user whose keys are in `credentials`; a real one, so the user lists show it. */
const ADMINISTRATOR = 'local-admin';

/** Everything one account keeps, and the services that answer for it in each Region. */
export class AccountStore {
  readonly iam: Iam;
  readonly identities: Identities;
  readonly roles: Roles;
  readonly kms = new KmsKeys();
  readonly cloudTrail: CloudTrail;
  /** Keys of the administrator. */
  readonly credentials: Credentials;
  readonly #iamService: Service;
  readonly #stsService: Service;
  readonly #inRegion = new Map<string, { readonly manager: SecretsManager; readonly services: Services }>();

  constructor(
    readonly scope: AccountScope,
    keys: KeyRing,
    stsService: Service,
    passwordPolicy?: Partial<PasswordPolicy>,
  ) {
    this.iam = new Iam(scope, passwordPolicy);
    this.identities = new Identities(scope, this.iam.users, keys);
    this.roles = new Roles(scope);
    this.cloudTrail = new CloudTrail(scope);
    this.#iamService = iamService(this.iam);
    this.#stsService = stsService;
    this.iam.users.create({ userName: ADMINISTRATOR });
    this.credentials = this.identities.add({ userName: ADMINISTRATOR });
  }

  secretsManager(region: string): SecretsManager {
    return this.#in(region).manager;
  }

  services(region: string): Services {
    return this.#in(region).services;
  }

  /** ARN of a user, path included, whether or not there is one of that name. */
  arnOfUser(userName: string): string {
    return this.iam.users.get(userName)?.arn ?? this.scope.globalArn('iam', `user/${userName}`);
  }

  #in(region: string) {
    const known = this.#inRegion.get(region);
    if (known !== undefined) return known;
    const manager = new SecretsManager(this.scope.in(region), this.kms);
    const services = {
      iam: this.#iamService,
      sts: this.#stsService,
      secretsManager: secretsManagerService(manager),
      cloudTrail: cloudTrailService(this.cloudTrail.in(region)),
    };
    const made = { manager, services };
    this.#inRegion.set(region, made);
    return made;
  }
}
