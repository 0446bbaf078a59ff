import { inspect } from 'node:util';

/** A password, key or secret value held in memory; printing whatever holds it shows `<hidden>`. */
export class HiddenText {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The only way out. */
  reveal(): string {
    return this.#value;
  }

  equals(other: string): boolean {
    return this.#value === other;
  }

  toString(): string {
    return '<hidden>';
  }

  toJSON(): string {
    return '<hidden>';
  }

  [inspect.custom](): string {
    return '<hidden>';
  }
}
