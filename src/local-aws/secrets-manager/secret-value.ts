import { HiddenText } from '../hidden-text';

/** Either text or bytes, never both; neither shows when printed. */
export interface SecretValue {
  readonly secretString?: string;
  readonly secretBinary?: Uint8Array;
}

/** The value of one version, held so that printing the store does not show it. */
export class HiddenSecretValue {
  readonly #kind: 'string' | 'binary';
  readonly #text: HiddenText;

  /** @throws TypeError unless exactly one of the two is given. */
  constructor({ secretString, secretBinary }: SecretValue) {
    if ((secretString === undefined) === (secretBinary === undefined)) {
      throw new TypeError('A secret value is either a secretString or a secretBinary.');
    }
    this.#kind = secretBinary === undefined ? 'string' : 'binary';
    this.#text = new HiddenText(secretString ?? Buffer.from(secretBinary ?? []).toString('base64'));
  }

  reveal(): SecretValue {
    const text = this.#text.reveal();
    return this.#kind === 'string' ? { secretString: text } : { secretBinary: Buffer.from(text, 'base64') };
  }

  equals(other: HiddenSecretValue): boolean {
    return this.#kind === other.#kind && this.#text.equals(other.#text.reveal());
  }
}
