import type { LocalAws } from '../../../src/local-aws';
import { idToken } from '../pipelines/oidc';
import { caller, refresh, ROTATION, send } from './preparations';
import { GET_CALLER, must, type Step } from './step';

function webIdentity({ roles }: LocalAws) {
  const claims = { iss: 'https://ci.example', sub: 'main', aud: 'sts.amazonaws.com' };
  const { arn } = roles.create({ roleName: 'pipeline', webIdentity: { issuer: claims.iss } });
  return { role_arn: arn, web_identity_token: idToken(claims) };
}

/** What the provider block is about: who calls, and where. */
export const PROVIDER_STEPS: readonly Step[] = [
  {
    name: 'rotation as a role',
    ...ROTATION,
    provider: (aws) => ({ assume_role: [{ role_arn: aws.roles.create({ roleName: 'console-passwords' }).arn }] }),
    calls: { plan: [must('sts:AssumeRole'), ...refresh], apply: [must('sts:AssumeRole'), caller, ...send] },
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
];
