import { styleText } from 'node:util';
import type { Surroundings } from './command';

export type Color = 'green' | 'yellow' | 'red' | 'gray';

/**
 * Colors a text where people see it: at a terminal that is not a dumb one, unless NO_COLOR says otherwise.
 * @see https://no-color.org
 */
export function painter({ stdout, env }: Pick<Surroundings, 'stdout' | 'env'>): (color: Color, text: string) => string {
  const isPlain = stdout.isTTY !== true || (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb';
  return (color, text) => (isPlain ? text : styleText(color, text, { validateStream: false }));
}
