/** The users and secrets of the bench, by number from 0. */
export const userName = (index: number): string => `user-${String(index).padStart(5, '0')}`;
export const secretName = (index: number): string => `console/${userName(index)}`;
