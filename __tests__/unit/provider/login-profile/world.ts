/** An account in memory: alice, her login profile, the secret and the witnesses. Holds only what the rules can see. */
import {
  type Aws,
  AwsCallError,
  type Failure,
  type LoginProfileChange,
  type SecretDescription,
  SecretString,
  type TrailEvent,
  type TrailEventName,
} from '../../../../src/aws';

export const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:console/alice-Ab12Cd';

/** Version ids: V1, V2, V3, … */
export const versionId = (number: number): string => `${number}`.repeat(8) + '-1111-4111-8111-111111111111';

/** The password that version `number` holds. */
export const passwordOf = (number: number): string => `Version-${number}!`;

interface Profile {
  createDate: Date;
  flag: boolean;
  password: string;
  lastChanged: Date;
}

export class World {
  /** AWS's clock. */
  now = new Date('2026-01-02T03:04:05Z');
  userId = 'AIDAEXAMPLEALICE00001';
  profile: Profile | undefined;
  /** True where IAM knows no such user any more. */
  userGone = false;
  /** Numbers of the versions that can be read; the label sits on `current`. */
  versions = new Set([1]);
  current = 1;
  /** How the credential report answers. `stale`: one from before everything that the test does. */
  report: 'fresh' | 'stale' | Failure = 'fresh';
  trail: TrailEvent[] | Failure = [];
  readonly calls: string[] = [];

  /** A world of its own with the same past. */
  clone(): World {
    const { profile, versions, trail } = this;
    const own = { versions: new Set(versions), trail: Array.isArray(trail) ? [...trail] : trail, calls: [] };
    return Object.assign(new World(), this, own, profile && { profile: { ...profile } });
  }

  pass(seconds: number): void {
    this.now = new Date(this.now.getTime() + seconds * 1000);
  }

  /** What somebody does outside of Terraform; the trail records it. */
  act(eventName: TrailEventName, actor: string, flag?: boolean, newUserName?: string): void {
    if (!Array.isArray(this.trail)) return;
    const more = { ...(flag !== undefined && { passwordResetRequired: flag }), ...(newUserName && { newUserName }) };
    this.trail = [{ eventName, actor, at: this.now, userName: 'alice', ...more }, ...this.trail];
  }

  setPassword(password: string, flag?: boolean): void {
    const { profile } = this;
    if (profile === undefined) return;
    Object.assign(profile, { password, lastChanged: this.now, flag: flag ?? profile.flag });
  }

  createProfile(password: string, flag: boolean): void {
    this.profile = { createDate: this.now, flag, password, lastChanged: this.now };
  }

  /** The calls as the provider makes them. */
  get aws(): Aws {
    return {
      region: async () => 'eu-west-1',
      caller: {
        signIn: async () => undefined,
        identity: async () => ({ account: '111122223333', arn: 'arn', uniqueId: 'AROAOPS:session' }),
        beforeRoles: async () => undefined,
      },
      users: { get: async (userName) => this.#called('GetUser', { userName, userId: this.userId, arn: 'arn' }) },
      loginProfiles: {
        get: async () => this.#called('GetLoginProfile', this.#shown()),
        create: async ({ password, passwordResetRequired }) => {
          if (this.profile !== undefined) throw failure('iam:CreateLoginProfile', 'already-exists');
          this.createProfile(password.reveal(), passwordResetRequired);
          return this.#called('CreateLoginProfile', { ...this.#existing(), at: this.now });
        },
        update: async (change) => this.#update(change),
        delete: async () => {
          this.profile = undefined;
          this.#called('DeleteLoginProfile', undefined);
        },
      },
      secrets: {
        describe: async () => this.#called('DescribeSecret', this.#description()),
        getValue: async (_secretId, selector) => {
          const number = 'versionId' in selector ? Number(selector.versionId[0]) : this.current;
          this.#called('GetSecretValue', undefined);
          if (!this.versions.has(number)) throw failure('secretsmanager:GetSecretValue', 'secret-version-not-found');
          return { arn: ARN, versionId: versionId(number), content: new SecretString(passwordOf(number)) };
        },
      },
      credentialReports: {
        get: async () => {
          this.#called('GetCredentialReport', undefined);
          if (this.report !== 'fresh' && this.report !== 'stale') {
            throw failure('iam:GetCredentialReport', this.report);
          }
          const lastChanged = this.profile?.lastChanged;
          const generatedAt = this.report === 'fresh' ? this.now : new Date('2026-01-02T00:00:00Z');
          return { generatedAt, fetchedAt: this.now, passwordOf: () => ({ lastChanged, lastUsed: undefined }) };
        },
      },
      cloudTrail: {
        lookUp: async (eventName) => {
          this.#called('LookupEvents', undefined);
          if (!Array.isArray(this.trail)) throw failure('cloudtrail:LookupEvents', this.trail);
          return { events: this.trail.filter((event) => event.eventName === eventName), nextToken: undefined };
        },
      },
    };
  }

  #called<T>(operation: string, answer: T): T {
    this.calls.push(operation);
    return answer;
  }

  #existing() {
    if (this.profile === undefined) throw failure('iam:UpdateLoginProfile', 'no-login-profile');
    const { createDate, flag } = this.profile;
    return { userName: 'alice', createDate, passwordResetRequired: flag };
  }

  #shown() {
    if (this.userGone) return 'no-user';
    return this.profile === undefined ? 'no-login-profile' : this.#existing();
  }

  async #update({ password, passwordResetRequired }: LoginProfileChange) {
    this.#existing();
    this.#called('UpdateLoginProfile', undefined);
    if (password !== undefined) this.setPassword(password.reveal());
    Object.assign(this.profile ?? {}, { flag: passwordResetRequired });
    return { at: this.now };
  }

  #description(): SecretDescription {
    return { arn: ARN, name: 'console/alice', versionIdsToStages: { [versionId(this.current)]: ['AWSCURRENT'] } };
  }
}

const failure = (operation: string, kind: Failure) =>
  new AwsCallError({ operation, failure: kind, code: kind, text: kind });
