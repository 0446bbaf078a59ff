import type { Credentials, LocalAws } from '../../../src/local-aws';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An ID token as a pipeline's platform makes it; the local AWS checks its claims and not its signature. */
export const idToken = (claims: { readonly iss: string; readonly sub: string; readonly aud: string }): string =>
  [part({ alg: 'RS256' }), part({ ...claims, exp: Math.floor(Date.now() / 1000) + 3600 }), 'signature'].join('.');

/** AssumeRoleWithWebIdentity, as aws-actions/configure-aws-credentials calls it. @throws Error where AWS refuses */
export async function assumeRole(aws: LocalAws, roleArn: string, token: string): Promise<Required<Credentials>> {
  const request = {
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: roleArn,
    RoleSessionName: 'GitHubActions',
    WebIdentityToken: token,
  };
  const response = await fetch(aws.endpoint, { method: 'POST', body: new URLSearchParams(request) });
  const xml = await response.text();
  if (!response.ok) throw new Error(xml);
  const field = (name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
  return {
    accessKeyId: field('AccessKeyId'),
    secretAccessKey: field('SecretAccessKey'),
    sessionToken: field('SessionToken'),
    expiration: new Date(field('Expiration')),
  };
}
