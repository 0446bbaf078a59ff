/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html and its neighbours */
import type { Identity } from '../identity';
import { operation, type Operation, type Output, unsignedOperation } from '../model/service';
import { ServiceError } from '../model/service-error';
import { required, type Shape } from '../model/shapes';
import type { Role } from './roles';
import type { Sts } from './sts';
import { readWebIdentityToken, type WebIdentity } from './web-identity-token';

const DEFAULT_DURATION_SECONDS = 3600;
/** A role assumed with another role's session never lasts longer. */
const MAX_CHAINED_DURATION_SECONDS = 3600;

const arnType = { kind: 'string', min: 20, max: 2048 } as const satisfies Shape;
const roleSessionNameType = { kind: 'string', min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ } as const satisfies Shape;
const durationSecondsType = { kind: 'integer', min: 900, max: 43_200 } as const satisfies Shape;
const externalIdType = { kind: 'string', min: 2, max: 1224, pattern: /^[\w+=,.@:/-]*$/ } as const satisfies Shape;
const webIdentityTokenType = { kind: 'string', min: 4, max: 20_000, sensitive: true } as const satisfies Shape;

const getCallerIdentity = (): Operation =>
  operation({}, (_input, { arn, userId, accountId }) => ({ Arn: arn, UserId: userId, Account: accountId }));

interface SessionRequest {
  readonly roleSessionName: string;
  readonly durationSeconds?: number;
}

const startSession = (
  { scope, identities }: Sts,
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
  const credentials = identities.addSession({ arn, userId, expiration });
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
    },
    ({ roleArn, externalId, ...session }, caller) => {
      const role = sts.roles.get(roleArn);
      if (role === undefined || role.webIdentity !== undefined || (role.externalId ?? externalId) !== externalId) {
        const message = `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
        throw new ServiceError('AccessDenied', message);
      }
      if (isSession(caller) && (session.durationSeconds ?? 0) > MAX_CHAINED_DURATION_SECONDS) {
        const limit = 'the 1 hour session limit for roles assumed by role chaining';
        throw new ServiceError('ValidationError', `The requested DurationSeconds exceeds ${limit}`);
      }
      return startSession(sts, role, session);
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
    },
    ({ roleArn, webIdentityToken, ...session }) => {
      const identity = readWebIdentityToken(webIdentityToken, sts.scope.now());
      if (!sts.roles.trustsIssuer(identity.issuer)) {
        const message = `No OpenIDConnect provider found in your account for ${identity.issuer}`;
        throw new ServiceError('InvalidIdentityToken', message);
      }
      const role = sts.roles.get(roleArn);
      if (role === undefined || !trusts(role, identity)) {
        throw new ServiceError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
      }
      return {
        ...startSession(sts, role, session),
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
