import { type Readable, Transform, type TransformCallback } from 'node:stream';

const MIB = 1024 * 1024;

/** A secret has 64 KiB, six times that where JSON escapes each character. Parsed, an answer takes forty times its size. */
const USUAL_BYTES = MIB;

/** Answers that are larger when they are right. */
const LARGER_BYTES: ReadonlyMap<string, number> = new Map([
  // Some 10 MB for an account of 10,000 users.
  ['GetCredentialReport', 64 * MIB],
  // 50 events of at most 256 KiB.
  ['LookupEvents', 16 * MIB],
]);

/** What {@link bounded} reads of the SDK's HTTP request. */
interface HttpRequest {
  readonly headers: Readonly<Partial<Record<string, string>>>;
  readonly body?: unknown;
}

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
export function bounded<Answer extends HttpAnswer>(answer: Answer, request: HttpRequest): Answer {
  const body = answer.body as Readable | undefined;
  const announced = answer.headers['content-length'];
  const maxBytes = LARGER_BYTES.get(operationOf(request)) ?? USUAL_BYTES;
  // Node holds the answer to what was announced.
  if (body === undefined || (announced !== undefined && Number(announced) <= maxBytes)) return answer;
  const counted = new Counted(maxBytes, () => body.destroy());
  body.once('error', (error) => counted.destroy(error));
  answer.body = body.pipe(counted);
  return answer;
}

/** As AWS's two protocols name it: the one in a header, the other in the body. */
function operationOf({ headers, body }: HttpRequest): string {
  const target = headers['x-amz-target'];
  const [, name = ''] = (target === undefined ? /^Action=(\w+)/ : /\.(\w+)$/).exec(target ?? String(body)) ?? [];
  return name;
}

class Counted extends Transform {
  #bytes = 0;
  readonly #maxBytes: number;
  readonly #hangUp: () => void;

  constructor(maxBytes: number, hangUp: () => void) {
    super();
    this.#maxBytes = maxBytes;
    this.#hangUp = hangUp;
  }

  override _transform(part: Buffer, _encoding: string, done: TransformCallback): void {
    this.#bytes += part.length;
    const isTooMuch = this.#bytes > this.#maxBytes;
    if (isTooMuch) this.#hangUp();
    done(isTooMuch ? new AnswerTooLarge() : null, part);
  }
}
