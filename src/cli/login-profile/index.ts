/** The login profile by hand: `set`, `get` and `delete`. */
export { addDelete, addGet } from './get-and-delete';
export { addSet } from './set';
