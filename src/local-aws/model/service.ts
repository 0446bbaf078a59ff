import type { Identity } from '../identity';
import type { AuthenticationProblem, ServiceError } from './service-error';
import type { Input, Members } from './shapes';

export type OutputValue =
  | string
  | number
  | boolean
  | Date
  | Uint8Array
  | undefined
  | readonly OutputValue[]
  | { readonly [member: string]: OutputValue };

/** A result by its wire names; undefined members are left out. */
export type Output = Readonly<Record<string, OutputValue>>;

export interface Operation {
  readonly input: Members;
  /** False for the few calls that carry their own proof, such as a web identity token. @default true */
  readonly signed: boolean;
  /** @throws ServiceError with the code the real service would answer. */
  run(input: Readonly<Record<string, unknown>>, caller: Identity | undefined): Output;
}

export const operation = <const M extends Members>(
  input: M,
  run: (input: Input<M>, caller: Identity) => Output,
): Operation => ({
  input,
  signed: true,
  run: (values, caller) => {
    if (caller === undefined) throw new Error('A signed operation ran without a caller.');
    return run(values as Input<M>, caller);
  },
});

export const unsignedOperation = <const M extends Members>(input: M, run: (input: Input<M>) => Output): Operation => ({
  input,
  signed: false,
  run: (values) => run(values as Input<M>),
});

export interface WireResponse {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** What a request's parameters came to before any constraint was checked. */
export interface Decoded {
  readonly input: Readonly<Record<string, unknown>>;
  /** Set where a parameter cannot be read as its type. */
  readonly malformed?: ServiceError;
}

export interface Protocol {
  result(service: Service, operationName: string, output: Output, requestId: string): WireResponse;
  error(service: Service, code: string, status: number, message: string, requestId: string): WireResponse;
}

/** What sets one service apart on the wire. */
export interface Service {
  /** Prefix of its permissions and name in a signature's scope. */
  readonly name: 'cloudtrail' | 'iam' | 'secretsmanager' | 'sts';
  readonly protocol: Protocol;
  /** API version, of services that speak Query; it also routes requests to them. */
  readonly version: string;
  /** Its name in `X-Amz-Target`, of services that speak JSON. */
  readonly targetName?: string;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Documented error codes and their HTTP status. */
  readonly errorStatus: Readonly<Partial<Record<string, number>>>;
  readonly codes: Readonly<
    Record<AuthenticationProblem | 'validation' | 'unknown-operation' | 'access-denied' | 'internal', string>
  >;
  /** STS quotes a value that breaks a constraint, IAM does not. */
  readonly quotesInvalidValues: boolean;
}
