/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html and its neighbours */
import type { Identity } from '../identity';
import { operation, type Operation, type Output, unsignedOperation } from '../model/service';
import { ServiceError } from '../model/service-error';
import { required, type Shape } from '../model/shapes';
import { mayAssume, type Role } from './roles';
import type { RoleAccount, Sts } from './sts';
import { readWebIdentityToken, type WebIdentity } from './web-identity-token';

const DEFAULT_DURATION_SECONDS = 3600;
/** A role assumed with another role's session never lasts longer. */
const MAX_CHAINED_DURATION_SECONDS = 3600;

const arnType = { kind: 'string', min: 20, max: 2048 } as const satisfies Shape;
const roleSessionNameType = { kind: 'string', min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ } as const satisfies Shape;
const durationSecondsType = { kind: 'integer', min: 900, max: 43_200 } as const satisfies Shape;
const externalIdType = { kind: 'string', min: 2, max: 1224, pattern: /^[\w+=,.@:/-]*$/ } as const satisfies Shape;
const policyType = { kind: 'string', min: 1 } as const satisfies Shape;
const policyArnsType = {
  kind: 'list',
  of: { kind: 'structure', members: { arn: arnType } },
  max: 10,
} as const satisfies Shape;
const sourceIdentityType = { kind: 'string', min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ } as const satisfies Shape;
const tagKeyType = { kind: 'string', min: 1, max: 128 } as const satisfies Shape;
const tagsType = {
  kind: 'list',
  of: { kind: 'structure', members: { key: required(tagKeyType), value: required({ kind: 'string', max: 256 }) } },
  max: 50,
} as const satisfies Shape;
const transitiveTagKeysType = { kind: 'list', of: tagKeyType, max: 50 } as const satisfies Shape;
const webIdentityTokenType = { kind: 'string', min: 4, max: 20_000, sensitive: true } as const satisfies Shape;

const getCallerIdentity = (): Operation =>
  operation({}, (_input, { arn, userId, accountId }) => ({ Arn: arn, UserId: userId, Account: accountId }));

interface SessionRequest {
  readonly roleSessionName: string;
  readonly durationSeconds?: number;
}

const startSession = (
  { scope, identities }: RoleAccount,
  role: Role,
  { roleSessionName, durationSeconds = DEFAULT_DURATION_SECONDS }: SessionRequest,
): Output => {
  if (durationSeconds > role.maxSessionDuration) {
    const message = 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.';
    throw new ServiceError('ValidationError', message);
  }
  const arn = scope.globalArn('sts', `assumed-role/${role.roleName}/${roleSessionName}`);
  const userId = `${role.roleId}:${roleSessionName}`;
  const expiration = new Date(scope.nowToTheSecond().getTime() + durationSeconds * 1000);
  const credentials = identities.addSession({ arn, userId, roleArn: role.arn, expiration });
  return {
    AssumedRoleUser: { AssumedRoleId: userId, Arn: arn },
    Credentials: {
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: expiration,
    },
  };
};

const isSession = ({ sessionToken }: Identity) => sessionToken !== undefined;

const assumeRole = (sts: Sts): Operation =>
  operation(
    {
      roleArn: required(arnType),
      roleSessionName: required(roleSessionNameType),
      durationSeconds: durationSecondsType,
      externalId: externalIdType,
      policy: policyType,
      policyArns: policyArnsType,
      sourceIdentity: sourceIdentityType,
      tags: tagsType,
      transitiveTagKeys: transitiveTagKeysType,
    },
    ({ roleArn, externalId, ...session }, caller) => {
      const account = sts.accountOf(roleArn);
      const role = account?.roles.get(roleArn);
      if (account === undefined || role === undefined || !mayAssume(role, caller, externalId)) {
        const message = `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
        throw new ServiceError('AccessDenied', message);
      }
      if (isSession(caller) && (session.durationSeconds ?? 0) > MAX_CHAINED_DURATION_SECONDS) {
        const limit = 'the 1 hour session limit for roles assumed by role chaining';
        throw new ServiceError('ValidationError', `The requested DurationSeconds exceeds ${limit}`);
      }
      return startSession(account, role, session);
    },
  );

const trusts = ({ webIdentity }: Role, { issuer, audience, subject }: WebIdentity): boolean =>
  webIdentity?.issuer === issuer &&
  (webIdentity.audience ?? audience) === audience &&
  (webIdentity.subject ?? subject) === subject;

const assumeRoleWithWebIdentity = (sts: Sts): Operation =>
  unsignedOperation(
    {
      roleArn: required(arnType),
      roleSessionName: required(roleSessionNameType),
      webIdentityToken: required(webIdentityTokenType),
      durationSeconds: durationSecondsType,
      policy: policyType,
      policyArns: policyArnsType,
    },
    ({ roleArn, webIdentityToken, ...session }) => {
      const identity = readWebIdentityToken(webIdentityToken, sts.now());
      const account = sts.accountOf(roleArn);
      if (!account?.roles.trustsIssuer(identity.issuer)) {
        const message = `No OpenIDConnect provider found in your account for ${identity.issuer}`;
        throw new ServiceError('InvalidIdentityToken', message);
      }
      const role = account.roles.get(roleArn);
      if (role === undefined || !trusts(role, identity)) {
        throw new ServiceError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
      }
      return {
        ...startSession(account, role, session),
        SubjectFromWebIdentityToken: identity.subject,
        Provider: identity.issuer,
        Audience: identity.audience,
      };
    },
  );

export const stsOperations = (sts: Sts): Readonly<Record<string, Operation>> => ({
  GetCallerIdentity: getCallerIdentity(),
  AssumeRole: assumeRole(sts),
  AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity(sts),
});
