/**
 * The AWS Query protocol of IAM and STS: parameters as a form, answers in XML.
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
import { ServiceError } from '../model/service-error';
import type { Decoded, Output, OutputValue, Protocol, Service, WireResponse } from '../model/service';
import { type Members, type Shape, wireName } from '../model/shapes';

/** Parameters by their full name, such as `Tags.member.1.Key`. */
export type QueryParameters = ReadonlyMap<string, string>;

/** Reads a form; a space may be written `+` or `%20`. */
export const parseForm = (form: string): QueryParameters => new Map(new URLSearchParams(form));

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false };

const malformed = (name: string) => new ServiceError('MalformedInput', `Unexpected value for ${name}`);

const decodeScalar = (shape: Shape, name: string, text: string): unknown => {
  if (shape.kind === 'boolean') {
    if (!Object.hasOwn(BOOLEANS, text)) throw malformed(name);
    return BOOLEANS[text];
  }
  if (shape.kind === 'integer') {
    if (!/^[+-]?\d{1,15}$/.test(text)) throw malformed(name);
    return Number(text);
  }
  if (shape.kind === 'timestamp') {
    const date = new Date(text);
    if (Number.isNaN(date.getTime())) throw malformed(name);
    return date;
  }
  return shape.kind === 'blob' ? Buffer.from(text, 'base64') : text;
};

const decodeList = (element: Shape, name: string, parameters: QueryParameters): unknown[] | undefined => {
  const elements: unknown[] = [];
  for (let at = 1; ; at += 1) {
    const value = decodeShape(element, `${name}.member.${at}`, parameters);
    if (value === undefined) break;
    elements.push(value);
  }
  // An empty list travels as the bare name with no value.
  return elements.length > 0 || parameters.has(name) ? elements : undefined;
};

const decodeStructure = (members: Members, name: string, parameters: QueryParameters): unknown => {
  const entries = Object.entries(members)
    .map(([member, shape]) => [member, decodeShape(shape, `${name}.${wireName(member)}`, parameters)] as const)
    .filter(([, value]) => value !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
};

const decodeShape = (shape: Shape, name: string, parameters: QueryParameters): unknown => {
  if (shape.kind === 'list') return decodeList(shape.of, name, parameters);
  if (shape.kind === 'structure') return decodeStructure(shape.members, name, parameters);
  const text = parameters.get(name);
  return text === undefined ? undefined : decodeScalar(shape, name, text);
};

/** Reads the members an operation declares; parameters it does not know are ignored, as by AWS. */
export const decodeQuery = (members: Members, parameters: QueryParameters): Decoded => {
  const input: Record<string, unknown> = {};
  let problem: ServiceError | undefined;
  for (const [member, shape] of Object.entries(members)) {
    try {
      input[member] = decodeShape(shape, wireName(member), parameters);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      problem ??= error;
    }
  }
  return { input, ...(problem && { malformed: problem }) };
};

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' };

const escapeText = (text: string): string => text.replace(/[&<>\r]/g, (character) => ENTITIES[character] ?? character);

const toTheSecond = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

const isList = (value: OutputValue): value is readonly OutputValue[] => Array.isArray(value);

const encodeValue = (value: Exclude<OutputValue, undefined>): string => {
  if (typeof value === 'string') return escapeText(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof Date) return toTheSecond(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (isList(value)) return value.map((element) => encodeElement('member', element)).join('');
  return Object.entries(value)
    .map(([name, member]) => encodeElement(name, member))
    .join('');
};

const encodeElement = (name: string, value: OutputValue): string =>
  value === undefined ? '' : `<${name}>${encodeValue(value)}</${name}>`;

const namespaceOf = (service: Service) => `https://${service.name}.amazonaws.com/doc/${service.version}/`;

const document = (status: number, root: string, service: Service, content: string): WireResponse => ({
  status,
  contentType: 'text/xml',
  body: `<${root} xmlns="${namespaceOf(service)}">${content}</${root}>`,
});

const result = (service: Service, operationName: string, output: Output, requestId: string): WireResponse => {
  // Operations without output have no Result element at all.
  const content = Object.keys(output).length === 0 ? '' : encodeElement(`${operationName}Result`, output);
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  return document(200, `${operationName}Response`, service, content + metadata);
};

const error = (service: Service, code: string, status: number, message: string, requestId: string): WireResponse => {
  const fields = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message || undefined };
  const content = `${encodeElement('Error', fields)}<RequestId>${requestId}</RequestId>`;
  return document(status, 'ErrorResponse', service, content);
};

export const queryXml: Protocol = { result, error };
