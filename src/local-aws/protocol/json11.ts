/**
 * The AWS JSON 1.1 protocol of Secrets Manager and CloudTrail: the operation in `X-Amz-Target`, dates in epoch seconds.
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
import { ServiceError } from '../model/service-error';
import type { Decoded, Output, OutputValue, Protocol, Service, WireResponse } from '../model/service';
import { type Members, type Shape, wireName } from '../model/shapes';

const CONTENT_TYPE = 'application/x-amz-json-1.1';

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const mistyped = (member: string) => new ServiceError('SerializationException', `Unexpected type for ${member}`);

/** @throws ServiceError where the body is not one JSON object. */
export const parseJson = (body: string): JsonObject => {
  try {
    const value: unknown = JSON.parse(body === '' ? '{}' : body);
    if (isObject(value)) return value;
  } catch {
    // The parser's message quotes the body, which may hold a secret: answer with our own.
  }
  throw new ServiceError('SerializationException', 'The request body is not a JSON object');
};

const isBase64 = (text: string) => /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0;

/** A date can hold so many milliseconds either way. */
const isEpochSeconds = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) <= 8.64e12;

const decodeShape = (shape: Shape, name: string, value: unknown): unknown => {
  if (value === undefined || value === null) return undefined;
  if (shape.kind === 'list' && Array.isArray(value)) {
    return value.map((element) => decodeShape(shape.of, name, element));
  }
  if (shape.kind === 'structure' && isObject(value)) {
    return Object.fromEntries(
      Object.entries(shape.members).map(([member, inner]) => {
        const wire = wireName(member);
        return [member, decodeShape(inner, wire, value[wire])];
      }),
    );
  }
  if (shape.kind === 'boolean' && typeof value === 'boolean') return value;
  if (shape.kind === 'integer' && Number.isSafeInteger(value)) return value;
  if (shape.kind === 'timestamp' && isEpochSeconds(value)) return new Date(value * 1000);
  if (shape.kind === 'string' && typeof value === 'string') return value;
  if (shape.kind === 'blob' && typeof value === 'string' && isBase64(value)) return Buffer.from(value, 'base64');
  throw mistyped(name);
};

/** Reads the members an operation declares; null counts as absent and unknown members are ignored. */
export const decodeJson = (members: Members, parameters: JsonObject): Decoded => {
  const input: Record<string, unknown> = {};
  let problem: ServiceError | undefined;
  for (const [member, shape] of Object.entries(members)) {
    try {
      input[member] = decodeShape(shape, wireName(member), parameters[wireName(member)]);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      problem ??= error;
    }
  }
  return { input, ...(problem && { malformed: problem }) };
};

const isList = (value: OutputValue): value is readonly OutputValue[] => Array.isArray(value);

const encodeValue = (value: OutputValue): unknown => {
  if (typeof value !== 'object') return value;
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (isList(value)) return value.map(encodeValue);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, encodeValue(member)]));
};

const result = (_service: Service, _operationName: string, output: Output): WireResponse => ({
  status: 200,
  contentType: CONTENT_TYPE,
  body: JSON.stringify(encodeValue(output)),
});

const error = (_service: Service, code: string, status: number, message: string): WireResponse => ({
  status,
  contentType: CONTENT_TYPE,
  body: JSON.stringify({ __type: code, Message: message || undefined }),
});

export const json11: Protocol = { result, error };
