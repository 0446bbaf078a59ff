import { encode } from '@msgpack/msgpack';
import type { Call, Schema } from '../../../src/plugin';
import { decodeDynamicValue } from '../../../src/plugin/wire/dynamic-value';
import { WireError } from '../../../src/plugin/wire/wire-error';
import { iamProvider } from '../../../src/provider';

const provider = iamProvider('0.0.0');
const resource = provider.resources.iam_login_profile;
const call: Call = { signal: new AbortController().signal, log: { log: () => undefined } };

const unset = ({ attributes, blocks = {} }: Schema): object =>
  Object.fromEntries([
    ...Object.keys(attributes).map((name) => [name, null] as const),
    ...Object.keys(blocks).map((name) => [name, []] as const),
  ]);

const login = {
  ...unset(resource.schema),
  user_name: 'alice',
  secret_id: 'console/alice',
  rotation_triggers: { a: 'b' },
};
const block = { ...unset(provider.schema), region: 'eu-west-1', max_retries: 3, allowed_user_names: ['team-*'] };

export const seeds = [
  Buffer.concat([Buffer.from([0]), encode(login)]),
  Buffer.concat([Buffer.from([1]), encode(block)]),
  Buffer.concat([Buffer.from([2]), Buffer.from(JSON.stringify(login))]),
  Buffer.concat([Buffer.from([3]), Buffer.from(JSON.stringify(block))]),
];

export const words = [
  ...Object.keys(resource.schema.attributes),
  ...Object.keys({ ...provider.schema.attributes, ...provider.schema.blocks }),
  ...['role_arn', 'duration', '1h30m', 'arn:aws:iam::111122223333:role/a', 'AWSCURRENT', '1e400', '__proto__'],
  '\xd4\x00\x00',
];

/**
 * What Terraform, or whoever takes its place, sends as a value, and what validation makes of it. The first byte chooses
 * the schema and the form. Anything but a value or a WireError is a finding.
 */
export async function fuzz(data: Buffer): Promise<void> {
  const choice = data.length === 0 ? 0 : data[0];
  const bytes = new Uint8Array(data.subarray(1));
  const isProvider = choice % 2 === 1;
  const nothing = new Uint8Array();
  const value = choice % 4 >= 2 ? { msgpack: nothing, json: bytes } : { msgpack: bytes, json: nothing };
  try {
    const decoded = decodeDynamicValue(value, isProvider ? provider.schema : resource.schema);
    if (decoded === null) return;
    if (isProvider) await provider.validateConfig?.(decoded, call);
    else await resource.validate?.(decoded, call);
  } catch (thrown) {
    if (!(thrown instanceof WireError)) throw thrown;
  }
}
