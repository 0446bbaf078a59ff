import { type Readable, Transform, type TransformCallback } from 'node:stream';

/** The largest right answer is a credential report: some 10 MB for an account of 10,000 users. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** What {@link bounded} reads of the SDK's HTTP response. */
interface HttpAnswer {
  readonly headers: Readonly<Partial<Record<string, string>>>;
  body?: unknown;
}

/** Sorted by this name, see errors.ts. */
class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
}

/**
 * Has an answer end in an error where it is larger than any of AWS can be: what stands in front of AWS, or in its
 * place, is not to fill the memory.
 */
export function bounded<Answer extends HttpAnswer>(answer: Answer): Answer {
  const body = answer.body as Readable | undefined;
  const announced = answer.headers['content-length'];
  // Node holds the answer to what was announced.
  if (body === undefined || (announced !== undefined && Number(announced) <= MAX_ANSWER_BYTES)) return answer;
  const counted = new Counted(() => body.destroy());
  body.once('error', (error) => counted.destroy(error));
  answer.body = body.pipe(counted);
  return answer;
}

class Counted extends Transform {
  #bytes = 0;
  readonly #hangUp: () => void;

  constructor(hangUp: () => void) {
    super();
    this.#hangUp = hangUp;
  }

  override _transform(part: Buffer, _encoding: string, done: TransformCallback): void {
    this.#bytes += part.length;
    const isTooMuch = this.#bytes > MAX_ANSWER_BYTES;
    if (isTooMuch) this.#hangUp();
    done(isTooMuch ? new AnswerTooLarge() : null, part);
  }
}
