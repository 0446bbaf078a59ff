import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** Files by the name that they have in the artifact. File modes are not kept, as with artifact stores. */
export type Artifact = ReadonlyMap<string, Buffer>;

/** The files that some paths of a workspace name, relative to the workspace. Folders stand for all that is in them. */
export function filesAt(workspace: string, paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const absolute = join(workspace, path);
    if (!existsSync(absolute)) return [];
    if (!statSync(absolute).isDirectory()) return [path];
    return readdirSync(absolute).flatMap((name) => filesAt(workspace, [join(path, name)]));
  });
}

/** @param root which folder of the workspace the names in the artifact are relative to */
export const artifactOf = (workspace: string, files: readonly string[], root = '.'): Artifact =>
  new Map(files.map((file) => [relative(root, file), readFileSync(join(workspace, file))]));

export function unpack(artifact: Artifact, into: string): void {
  for (const [name, content] of artifact) {
    const path = join(into, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { mode: 0o644 });
  }
}

export const isHidden = (path: string): boolean => path.split(sep).some((part) => part.startsWith('.'));

/** Where actions/upload-artifact cuts the names off: a single folder, or what several paths have in common. */
export function commonRoot(workspace: string, paths: readonly string[]): string {
  const [path = '.'] = paths;
  if (paths.length === 1) return statSync(join(workspace, path)).isDirectory() ? path : dirname(path);
  const [first = [], ...others] = paths.map((path) => path.split(sep));
  const differing = first.findIndex((part, index) => others.some((other) => other[index] !== part));
  return first.slice(0, differing === -1 ? first.length : differing).join(sep);
}
