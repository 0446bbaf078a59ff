import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Keeps Terraform's states in memory, one for each path, as its `http` backend wants it. A remote backend because that
 * is what teams use, and because the local one writes the whole file again after every resource, which soon costs more
 * than everything that is to be measured.
 * @returns the address below which the states are
 */
export async function startStateStore(): Promise<string> {
  const states = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    void body(request).then((sent) => {
      if (request.method === 'POST') states.set(path, sent);
      if (request.method === 'DELETE') states.delete(path);
      const state = request.method === 'GET' ? states.get(path) : undefined;
      response.statusCode = request.method === 'GET' && state === undefined ? 404 : 200;
      response.end(state);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function body(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
