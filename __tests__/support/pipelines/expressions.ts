/** What a name or a quoted text of a condition stands for. */
export type Operand = (text: string) => string;

/** By name; not every name has a value. */
export type Variables = Readonly<Partial<Record<string, string>>>;

const COMPARISON = /^(\S+)\s*(==|!=)\s*(\S+)$/;

/**
 * Whether a condition holds: comparisons joined with `&&`, the part of both languages that the workflow files use.
 * @throws Error for anything else, so that a file that asks for more is noticed.
 */
export const holds = (condition: string, operand: Operand): boolean =>
  condition.split('&&').every((part) => {
    const match = COMPARISON.exec(part.trim());
    if (match === null) throw new Error(`Not a comparison: ${part}`);
    const [, left, operator, right] = match;
    return (operand(left) === operand(right)) === (operator === '==');
  });

const unquoted = (text: string): string | undefined => /^(['"])(.*)\1$/.exec(text)?.[2];

/** Operands of GitHub's `if`: `'text'`, or a dotted path into the contexts. A path that leads nowhere is empty there. */
export const githubOperand =
  (contexts: Readonly<Record<string, unknown>>): Operand =>
  (text) =>
    unquoted(text) ?? valueAt(contexts, text);

function valueAt(contexts: Readonly<Record<string, unknown>>, path: string): string {
  const [root = ''] = path.split('.');
  if (!(root in contexts)) throw new Error(`No such context: ${path}`);
  const value = path
    .split('.')
    .reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], contexts);
  return typeof value === 'string' ? value : '';
}

/** Operands of GitLab's `rules:if`: `"text"`, or `$NAME`. */
export const gitlabOperand =
  (variables: Variables): Operand =>
  (text) =>
    unquoted(text) ?? variables[text.replace(/^\$/, '')] ?? '';

/** Fills in `${{ path }}`. */
export const interpolated = (text: string, operand: Operand): string =>
  text.replace(/\$\{\{\s*(\S+)\s*\}\}/g, (_, path: string) => operand(path));

/** Fills in `$NAME`; a name without a value stays, as it does in GitLab. */
export const expanded = (text: string, variables: Variables): string =>
  text.replace(/\$(\w+)/g, (whole, name: string) => variables[name] ?? whole);
