import type { LocalAws } from '../../../src/local-aws';
import { idToken } from '../pipelines/oidc';
import { caller, callers, refresh, ROTATION, send } from './preparations';
import { FIRST, SECOND, type Stage } from './stage';
import { call, DESCRIBE, GET_CALLER, GET_PROFILE, GET_VALUE, must, some, type Step, warns } from './step';

function webIdentity({ roles }: LocalAws) {
  const claims = { iss: 'https://ci.example', sub: 'main', aud: 'sts.amazonaws.com' };
  const { arn } = roles.create({ roleName: 'pipeline', webIdentity: { issuer: claims.iss } });
  return { role_arn: arn, web_identity_token: idToken(claims) };
}

const OTHER_ACCOUNT = '444455556666';
const ASSUME_ROLE = 'sts:AssumeRole';

/** A role of another account, which has the secrets. */
function secretsElsewhere(aws: LocalAws) {
  const other = aws.inAccount(OTHER_ACCOUNT);
  other.secrets.create({ name: 'console/alice', secretString: FIRST });
  const { arn } = other.roles.create({ roleName: 'console-secrets', trusts: [aws.account] });
  return { secrets: [{ assume_role: [{ role_arn: arn }] }] };
}

const elsewhere = (stage: Stage) =>
  stage.profile({ secret_id: stage.aws.inAccount(OTHER_ACCOUNT).secrets.require('console/alice').arn });

/** What the provider block is about: who calls, and where. */
export const PROVIDER_STEPS: readonly Step[] = [
  {
    name: 'rotation as a role',
    ...ROTATION,
    provider: (aws) => ({ assume_role: [{ role_arn: aws.roles.create({ roleName: 'console-passwords' }).arn }] }),
    calls: { plan: [must('sts:AssumeRole'), ...refresh], apply: [must('sts:AssumeRole'), ...callers, ...send] },
  },
  {
    name: 'rotation as a web identity',
    ...ROTATION,
    provider: (aws) => ({ access_key: null, secret_key: null, assume_role_with_web_identity: [webIdentity(aws)] }),
    calls: {
      plan: [must('sts:AssumeRoleWithWebIdentity'), ...refresh],
      apply: [must('sts:AssumeRoleWithWebIdentity'), caller, ...send],
    },
  },
  {
    name: 'rotation with a look at the account',
    ...ROTATION,
    // The look at the caller makes use of the same answer.
    provider: (aws) => ({ allowed_account_ids: [aws.account] }),
    calls: { plan: [must(GET_CALLER), ...refresh], apply: [must(GET_CALLER), ...send] },
  },
  {
    name: 'rotation of a secret in another account',
    provider: secretsElsewhere,
    prepare: async (stage) => {
      await stage.settle(elsewhere(stage));
      stage.aws.inAccount(OTHER_ACCOUNT).secrets.putValue('console/alice', SECOND);
    },
    goal: elsewhere,
    foundBy: [ASSUME_ROLE, DESCRIBE],
    calls: {
      plan: [call('refresh')(GET_PROFILE), ...[warns(ASSUME_ROLE), warns(DESCRIBE)].map(some)],
      apply: [caller, ...[must(ASSUME_ROLE), ...send].map(some)],
    },
    faulted: [ASSUME_ROLE, DESCRIBE, GET_VALUE],
    after: { alice: SECOND },
  },
];
