import { CommandError } from '../../../src/cli/envelope';
import { parseParameters, SKELETON } from '../../../src/cli/login-profile/input-json';
import { checkParameters, OperationError } from '../../../src/operations';

const filledIn = {
  UserName: 'alice',
  SecretId: 'console/alice',
  SecretJsonKey: 'password',
  PasswordResetRequired: true,
};

export const seeds = [
  JSON.stringify(filledIn),
  JSON.stringify(SKELETON),
  JSON.stringify({ UserName: 'alice', SecretId: 'console/alice', SecretVersionId: '1'.repeat(32) }),
  '{"UserName":"alice","Password":"x"}',
  '{"UserName":5}',
  '[]',
];
export const words = [
  ...Object.keys(SKELETON).map((key) => `"${key}":`),
  ...['Password', '__proto__', 'constructor', '""', 'null', 'true', '\\u0000', '\\u001b[31m', '\u009b', '\ufeff'],
  ...['AWSCURRENT', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:console/alice-AbCdEf'],
];

const NAMES: Readonly<Partial<Record<string, string>>> = {
  userName: 'string',
  passwordResetRequired: 'boolean',
  secretId: 'string',
  secretJsonKey: 'string',
  secretVersionId: 'string',
  secretVersionStage: 'string',
};

/** @returns the refusal, where the text is no good */
function refusalOf(text: string): string | undefined {
  try {
    const parameters = parseParameters(text);
    for (const [name, value] of Object.entries(parameters))
      if (NAMES[name] !== typeof value) throw new Error(`${name} is no parameter, or of the wrong type`);
    checkParameters({ userName: 'alice', ...parameters } as Parameters<typeof checkParameters>[0]);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof CommandError || thrown instanceof OperationError) return thrown.message;
    throw thrown;
  }
}

/** The text of `--cli-input-json`: parameters of the right types and nothing besides, or a refusal. */
export function fuzz(data: Buffer): void {
  const refusal = refusalOf(data.toString('utf8')) ?? '';
  // eslint-disable-next-line no-control-regex -- what a terminal would obey
  if (/[\u0000-\u0008\u001b\u0080-\u009f]/.test(refusal)) throw new Error('a refusal holds a control character');
  if (refusal.length > 400) throw new Error('a refusal quotes at length');
}
