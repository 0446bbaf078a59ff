/** RFC 3339, to the second, as IAM writes dates. */
export const rfc3339 = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z');
