import { inspect } from 'node:util';

const REDACTED = '<redacted>';

/** Shorter values are not searched for in texts: the replacement would mangle ordinary words. */
const MIN_SCRUBBED_CHARACTERS = 4;

/** A secret in memory that prints as `<redacted>`. Guards against leaks by mistake, not against a debugger. */
export class SecretString {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The only way out: call it where the AWS request is built, or to derive another SecretString. */
  reveal(): string {
    return this.#value;
  }

  equals(other: SecretString): boolean {
    return this.#value === other.#value;
  }

  /** Takes the secret out of a text that comes from elsewhere, in the forms it could have been written in. */
  scrub(text: string): string {
    if (this.#value.length < MIN_SCRUBBED_CHARACTERS) return text;
    return this.#writtenForms().reduce((clean, form) => clean.replaceAll(form, REDACTED), text);
  }

  #writtenForms(): string[] {
    const value = this.#value;
    const percent = encodeURIComponent(value);
    const json = JSON.stringify(value).slice(1, -1);
    const xml = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const bytes = Buffer.from(value, 'utf8');
    const base64 = [bytes.toString('base64'), bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url')];
    const hex = [bytes.toString('hex'), bytes.toString('hex').toUpperCase()];
    const xmls = [xml, xml.replaceAll('"', '&quot;')];
    return [value, percent, percent.replaceAll('%20', '+'), json, ...xmls, ...base64, ...hex];
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
