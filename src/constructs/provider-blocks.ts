import { Tokenization } from 'cdktf';
import type { IamProviderConfig } from './bindings/provider';

/** Blocks that the binding takes as lists, as the AWS provider's does. */
const LISTS: readonly string[] = ['assumeRole', 'assumeRoleWithWebIdentity', 'endpoints'];

const isOneBlock = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !Tokenization.isResolvable(value);

/** `secrets` is a single block, with a list of roles in it. */
function secretsBlock(secrets: unknown): unknown {
  if (!Array.isArray(secrets)) return isOneBlock(secrets) ? withBlocksInForm(secrets) : secrets;
  if (secrets.length > 1) throw new Error('secrets: the provider takes one such block. For several, use aliases.');
  return secretsBlock(secrets[0]);
}

/**
 * The settings with every block in the form that the binding takes: a list, or one object. No compiler has looked at
 * JavaScript, and a block in the other form would be left out without a word.
 * @throws Error for several `secrets`
 */
export const withBlocksInForm = (config: IamProviderConfig): IamProviderConfig =>
  Object.fromEntries(
    Object.entries(config).map(([name, value]: [string, unknown]) => {
      if (name === 'secrets') return [name, secretsBlock(value)];
      return [name, LISTS.includes(name) && isOneBlock(value) ? [value] : value];
    }),
  );
