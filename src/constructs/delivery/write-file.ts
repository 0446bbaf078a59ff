import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * Writes a file in one step, so that nobody reads half of it, and only where the content differs, so that a repeated
 * synth leaves its time stamp alone. Makes the folders above it.
 */
export function writeFileIfChanged(file: string, content: Buffer | string): void {
  const wanted = Buffer.from(content);
  if (fs.existsSync(file) && fs.readFileSync(file).equals(wanted)) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  fs.writeFileSync(draft, wanted);
  fs.renameSync(draft, file);
}
