/** `arn:PARTITION:secretsmanager:REGION:ACCOUNT:secret:NAME-XXXXXX`: the name is followed by six random characters. */
const SECRET_ARN = /^arn:aws[a-z-]*:secretsmanager:([a-z0-9-]+):\d{12}:secret:[\w/+=.@!-]{1,512}-[A-Za-z0-9]{6}$/;
const SECRET_NAME = /^[\w/+=.@!-]{1,512}$/;

/** Why a text cannot name a secret. */
export type SecretIdProblem = 'empty' | 'partial-arn' | 'other-arn' | 'bad-name';

/** A secret is named by its name or its full ARN. A partial ARN is ambiguous where the name ends like a suffix. */
export function secretIdProblem(secretId: string): SecretIdProblem | undefined {
  if (secretId === '') return 'empty';
  if (!secretId.startsWith('arn:')) return SECRET_NAME.test(secretId) ? undefined : 'bad-name';
  if (SECRET_ARN.test(secretId)) return undefined;
  return /^arn:[^:]*:secretsmanager:/.test(secretId) ? 'partial-arn' : 'other-arn';
}

/** The Region an ARN names; `undefined` for a name, which is looked up in the provider's Region. */
export const regionOfSecret = (secretId: string): string | undefined => SECRET_ARN.exec(secretId)?.[1];
