import { clean } from './drift/text';

/** A key or a column of a file, as a message may quote it: a terminal obeys nothing in it. */
export const quoted = (text: string): string => JSON.stringify(clean(text.slice(0, 40)));
