import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that reached the bucket, and who is said to have signed it. */
export interface BucketRequest {
  readonly method: string;
  readonly key: string;
  readonly accessKeyId: string;
}

/** As much of S3 as Terraform's backend needs for a state and its lock. */
export interface StateBucket {
  readonly endpoint: string;
  readonly objects: ReadonlyMap<string, Buffer>;
  readonly requests: readonly BucketRequest[];
  stop(): Promise<void>;
}

/** @param mayWrite whether a key may put and delete objects; signatures themselves are not checked here */
export async function startStateBucket(mayWrite: (accessKeyId: string) => boolean): Promise<StateBucket> {
  const objects = new Map<string, Buffer>();
  const requests: BucketRequest[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const bucketRequest = readRequest(request);
      requests.push(bucketRequest);
      const { status, body } = answer(objects, bucketRequest, {
        mayWrite: mayWrite(bucketRequest.accessKeyId),
        onlyIfAbsent: request.headers['if-none-match'] === '*',
        body: await bodyOf(request),
      });
      send(response, status, body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    requests,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

interface Circumstances {
  readonly mayWrite: boolean;
  readonly onlyIfAbsent: boolean;
  readonly body: Buffer;
}

interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

const error = (status: number, code: string): Answer => ({
  status,
  body: Buffer.from(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`),
});

const NOTHING = Buffer.alloc(0);
const NO_OTHER_WORKSPACES = Buffer.from('<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>');

function answer(objects: Map<string, Buffer>, { method, key }: BucketRequest, given: Circumstances): Answer {
  if (key === '') return { status: 200, body: NO_OTHER_WORKSPACES };
  if (method === 'GET' || method === 'HEAD') {
    const found = objects.get(key);
    return found === undefined ? error(404, 'NoSuchKey') : { status: 200, body: found };
  }
  if (!given.mayWrite) return error(403, 'AccessDenied');
  if (method === 'DELETE') {
    objects.delete(key);
    return { status: 204, body: NOTHING };
  }
  if (given.onlyIfAbsent && objects.has(key)) return error(412, 'PreconditionFailed');
  objects.set(key, given.body);
  return { status: 200, body: NOTHING };
}

/** Path style, which SDKs choose for an address without a name: `/BUCKET/KEY`. */
function readRequest({ method = '', url = '', headers }: IncomingMessage): BucketRequest {
  const [, , ...key] = new URL(url, 'http://bucket').pathname.split('/');
  const accessKeyId = /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
  return { method, key: key.join('/'), accessKeyId };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, status: number, body: Buffer): void {
  response.writeHead(status, { 'Content-Type': 'application/xml', 'Content-Length': body.length });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
