import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDescriptorUpTo, readFileUpTo, readGivenText, TooLarge } from '../../../src/cli/read-up-to';
import { commandLine } from '../../support/command-line';

const MIB = 1024 * 1024;
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-up-to-'));
  file = join(folder, 'users.csv');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('reading up to a limit', () => {
  test.each([
    { bytes: 0, limit: 0 },
    { bytes: 10, limit: 10 },
    { bytes: 3 * MIB, limit: 3 * MIB },
    { bytes: 3 * MIB - 1, limit: 4 * MIB },
  ])('gives all $bytes bytes of a file where $limit may be read', ({ bytes, limit }) => {
    const content = Buffer.alloc(bytes, 'user_name');
    writeFileSync(file, content);
    expect(readFileUpTo(file, limit).equals(content)).toBe(true);
  });

  test('refuses a byte more', () => {
    writeFileSync(file, Buffer.alloc(11));
    expect(() => readFileUpTo(file, 10)).toThrow(TooLarge);
  });

  test('reads no more than a byte beyond the limit of what tells no size', () => {
    const descriptor = openSync('/dev/zero', 'r');
    try {
      expect(() => readDescriptorUpTo(descriptor, 2 * MIB)).toThrow(TooLarge);
    } finally {
      closeSync(descriptor);
    }
  });

  test('does not open what is too large by its own word', () => {
    writeFileSync(file, '');
    truncateSync(file, 8 * 1024 * MIB);
    expect(() => readGivenText(file, MIB)).toThrow(`${file} is larger than 1 MiB.`);
  });

  test('says why a file cannot be read', () => {
    expect(() => readGivenText(file, MIB)).toThrow(`${file} cannot be read (ENOENT).`);
    expect(() => readGivenText(folder, MIB, '--seed: here')).toThrow('--seed: here cannot be read (EISDIR).');
  });
});

describe('a device without an end', () => {
  test.each([
    { args: ['set', '--from', '/dev/zero'], says: '/dev/zero is larger than 16 MiB.' },
    {
      args: ['set', '--cli-input-json', 'file:///dev/zero'],
      says: '--cli-input-json: /dev/zero is larger than 1 MiB.',
    },
    { args: ['local-aws', '--seed', '/dev/zero'], says: '--seed: /dev/zero is larger than 16 MiB.' },
    { args: ['drift', '/dev/zero'], says: 'The plan is larger than 256 MiB.' },
  ])('is refused: $args', async ({ args, says }) => {
    const { exitStatus, stderr } = await commandLine(args, { env: { AWS_REGION: 'eu-west-1' } });
    expect(stderr).toContain(says);
    expect(exitStatus).not.toBe(0);
  });
});
