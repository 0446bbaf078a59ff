import { GrpcError, MAX_REQUEST_BYTES, STATUS } from './grpc-message';

/** Of all requests that are in memory at a time. Terraform's are of some kilobytes, ten at a time by default. */
const MAX_BYTES = 4 * MAX_REQUEST_BYTES;

/** What Node keeps with each part of a request, about; a caller may send them byte by byte. */
const PART_BYTES = 256;

/** What the requests of a service take in memory, from their first byte until they are answered. */
export class Intake {
  #bytes = 0;

  /** A request that is to come in. */
  request(): IncomingRequest {
    return new IncomingRequest((bytes) => {
      if (this.#bytes + bytes > MAX_BYTES) return false;
      this.#bytes += bytes;
      return true;
    });
  }
}

/** The bytes of one request. */
export class IncomingRequest {
  readonly #take: (bytes: number) => boolean;
  #parts: Buffer[] = [];
  #bytes = 0;
  #held = 0;
  #isOver = false;

  /** @param take asks for room, and gives it back where the number is negative */
  constructor(take: (bytes: number) => boolean) {
    this.#take = take;
  }

  /** @throws GrpcError once, where it is too much; what comes after is let fall */
  add(part: Buffer): void {
    if (this.#isOver) return;
    this.#bytes += part.length;
    if (this.#bytes > MAX_REQUEST_BYTES) this.#refuse('the request is too large');
    const cost = part.length + PART_BYTES;
    if (!this.#take(cost)) this.#refuse('there are too many large requests at a time');
    this.#held += cost;
    this.#parts.push(part);
  }

  /** The whole of it, or `undefined` where it was refused. The parts are let go. */
  whole(): Buffer | undefined {
    if (this.#isOver) return undefined;
    const body = Buffer.concat(this.#parts);
    this.#parts = [];
    return body;
  }

  /** Gives its room back. */
  release(): void {
    this.#isOver = true;
    this.#parts = [];
    this.#take(-this.#held);
    this.#held = 0;
  }

  #refuse(message: string): never {
    this.release();
    throw new GrpcError(STATUS.resourceExhausted, message);
  }
}
