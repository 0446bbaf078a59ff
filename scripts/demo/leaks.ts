import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
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

/** Looks for passwords in texts and in every file below the folders; saved plans, which are archives, are opened. */
export function searchForPasswords(
  passwords: readonly string[],
  folders: readonly string[],
  texts: Readonly<Record<string, string>> = {},
): Search {
  const forms = passwords.flatMap((password, index) =>
    [...writtenForms(password)].map(([form, text]) => ({ form: `password ${index + 1}, ${form}`, text })),
  );
  const places = [
    ...Object.entries(texts).map(([where, text]) => ({ where, data: Buffer.from(text, 'utf8') })),
    ...folders.flatMap((folder) => contents(folder)),
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

function contents(folder: string): Place[] {
  return filesBelow(folder).flatMap((file) => {
    const data = readFileSync(file);
    const where = relative(folder, file);
    return data.subarray(0, 2).toString() === 'PK' ? [{ where, data }, ...unzipped(where, data)] : [{ where, data }];
  });
}

const unzipped = (archive: string, data: Buffer): Place[] =>
  Object.entries(unzipSync(data)).map(([name, part]) => ({ where: `${archive}!${name}`, data: Buffer.from(part) }));

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() && statSync(path).size > 0 ? [path] : [];
  });
}
