/** What changes from run to run, by its form. The ones that occur more than once are numbered. */
const MARKS: readonly (readonly [pattern: RegExp, mark: string])[] = [
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'id'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, 'time'],
  [/\bAIDA[A-Z0-9]{17}\b/g, 'unique id'],
];

function numbered(text: string, pattern: RegExp, mark: string): string {
  const seen: string[] = [];
  return text.replace(pattern, (found) => {
    if (!seen.includes(found)) seen.push(found);
    return `<${mark} ${seen.indexOf(found) + 1}>`;
  });
}

/** A plan as a person reads it, without what differs between two runs: to be kept and reviewed as a snapshot. */
export function readablePlan(output: string): string {
  const text = output
    .split('\n')
    .filter((line) => !/: Refreshing state\.\.\.|: Reading\.\.\.|: Read complete/.test(line))
    .join('\n')
    .replace(/^Note: You didn't use the -out option[\s\S]*/m, '')
    .replace(/─{3,}\n/g, '')
    .replace(/(secret:console\/[\w]+)-[A-Za-z0-9]{6}\b/g, '$1-<suffix>');
  const marked = MARKS.reduce((done, [pattern, mark]) => numbered(done, pattern, mark), text);
  return `\n${marked.replace(/[ \t]+$/gm, '').trim()}\n`;
}
