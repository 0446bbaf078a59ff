import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { unzipSync } from 'fflate';

/** Where a password was found, and in which form. Never says the password. */
export interface Leak {
  readonly where: string;
  readonly form: string;
}

export interface Search {
  readonly files: number;
  readonly bytes: number;
  readonly leaks: readonly Leak[];
}

/** Every way in which a password could have been written down: as it is, encoded, or hashed. */
export function writtenForms(password: string): ReadonlyMap<string, string> {
  const bytes = Buffer.from(password, 'utf8');
  const json = JSON.stringify(password).slice(1, -1);
  const hashes = ['md5', 'sha1', 'sha256', 'sha512'].flatMap((algorithm) => {
    const digest = createHash(algorithm).update(bytes).digest();
    return [
      [`${algorithm} hex`, digest.toString('hex')],
      [`${algorithm} base64`, digest.toString('base64').replace(/=+$/, '')],
    ] as const;
  });
  return new Map([
    ['plain', password],
    ['base64', bytes.toString('base64').replace(/=+$/, '')],
    ['base64url', bytes.toString('base64url')],
    ['hex', bytes.toString('hex')],
    ['URL-encoded', encodeURIComponent(password)],
    ['form-encoded', encodeURIComponent(password).replaceAll('%20', '+')],
    ['JSON-escaped', json],
    // Terraform writes < > & in JSON as \u escapes.
    ['JSON-escaped for HTML', json.replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`)],
    ['XML-escaped', password.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')],
    ...hashes,
  ]);
}

/** Looks for passwords in texts, files and everything below folders; saved plans, which are archives, are opened. */
export function searchForPasswords(
  passwords: readonly string[],
  paths: readonly string[],
  texts: Readonly<Record<string, string>> = {},
): Search {
  const forms = passwords.flatMap((password, index) =>
    [...writtenForms(password)].map(([form, text]) => ({ form: `password ${index + 1}, ${form}`, text })),
  );
  const places = [
    ...Object.entries(texts).map(([where, text]) => ({ where, data: Buffer.from(text, 'utf8') })),
    ...paths.flatMap((path) => contents(path)),
  ];
  return {
    files: places.length,
    bytes: places.reduce((sum, { data }) => sum + data.length, 0),
    leaks: places.flatMap(({ where, data }) =>
      forms.filter(({ text }) => data.includes(text)).map(({ form }) => ({ where, form })),
    ),
  };
}

interface Place {
  readonly where: string;
  readonly data: Buffer;
}

function contents(path: string): Place[] {
  return filesBelow(path).flatMap((file) => {
    const data = readFileSync(file);
    const where = file === path ? basename(file) : relative(path, file);
    return data.subarray(0, 2).toString() === 'PK' ? [{ where, data }, ...unzipped(where, data)] : [{ where, data }];
  });
}

const unzipped = (archive: string, data: Buffer): Place[] =>
  Object.entries(unzipSync(data)).map(([name, part]) => ({ where: `${archive}!${name}`, data: Buffer.from(part) }));

function filesBelow(path: string): string[] {
  const found = lstatSync(path);
  if (found.isDirectory()) return readdirSync(path).flatMap((name) => filesBelow(join(path, name)));
  return found.isFile() && found.size > 0 ? [path] : [];
}
