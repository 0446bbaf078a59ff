/** Whether an operation such as `iam:GetUser` fits a pattern, in which `*` at the end stands for anything. */
export const operationMatches = (pattern: string, operation: string): boolean =>
  pattern.endsWith('*') ? operation.startsWith(pattern.slice(0, -1)) : operation === pattern;
