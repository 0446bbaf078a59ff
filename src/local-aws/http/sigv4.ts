/**
 * AWS Signature Version 4, the receiving side.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { createHash, createHmac } from 'node:crypto';
import { headerOf, type HttpRequest } from './request';

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** What an `Authorization` header says. */
export interface Authorization {
  readonly accessKeyId: string;
  /** `YYYYMMDD`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  /** In lower case, in the client's order. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const HEADER =
  /^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/;

/** Undefined where the header is not a complete SigV4 one. */
export const parseAuthorization = (header: string): Authorization | undefined => {
  const match = HEADER.exec(header.trim());
  if (match === null) return undefined;
  const [, accessKeyId = '', date = '', region = '', service = '', names = '', signature = ''] = match;
  return { accessKeyId, date, region, service, signedHeaders: names.split(';'), signature };
};

/** Reads `YYYYMMDDTHHMMSSZ`. */
export const parseAmzDate = (text: string): Date | undefined => {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = match;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
};

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

const encodeRfc3986 = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** Every service but S3 encodes the path a second time. */
const canonicalPath = (path: string) => path.split('/').map(encodeRfc3986).join('/');

const compare = (left: string, right: string) => (left < right ? -1 : Number(left > right));

const canonicalQuery = (query: string): string =>
  Array.from(new URLSearchParams(query), ([name, value]) => [encodeRfc3986(name), encodeRfc3986(value)] as const)
    .sort(([name, value], [otherName, otherValue]) => compare(name, otherName) || compare(value, otherValue))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

const canonicalHeaders = (request: HttpRequest, names: readonly string[]): string =>
  names.map((name) => `${name}:${(headerOf(request, name) ?? '').trim().replace(/\s+/g, ' ')}\n`).join('');

const canonicalRequest = (request: HttpRequest, signedHeaders: readonly string[]): string =>
  [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    canonicalHeaders(request, signedHeaders),
    signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n');

/** The signature that belongs to the request, in hexadecimal. */
export const signatureOf = (
  request: HttpRequest,
  { date, region, service, signedHeaders }: Authorization,
  amzDate: string,
  secretAccessKey: string,
): string => {
  const scope = `${date}/${region}/${service}/aws4_request`;
  const stringToSign = [ALGORITHM, amzDate, scope, sha256(canonicalRequest(request, signedHeaders))].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return hmac(key, stringToSign).toString('hex');
};
