import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { connectNodeAdapter } from '@connectrpc/connect-node';
import { Provider as ProviderService } from '../generated/tfplugin6_pb';
import type { Served } from '../rpc/handling';
import { addCompanionServices, type HostEvents } from './companion-services';
import { providerService } from './provider-service';

/** Code 12 of gRPC. Sent for paths that nobody serves, as the protocol wants it of a method that is not offered. */
const UNIMPLEMENTED = { 'content-type': 'application/grpc', 'grpc-status': '12', 'grpc-message': 'not offered' };

/** Answers the gRPC calls of an HTTP/2 server. */
export const grpcHandler = (
  served: Served,
  events: HostEvents,
  closing: AbortSignal,
): ((request: Http2ServerRequest, response: Http2ServerResponse) => void) =>
  connectNodeAdapter({
    grpcWeb: false,
    connect: false,
    acceptCompression: [],
    shutdownSignal: closing,
    routes: (router) => {
      router.service(ProviderService, providerService(served));
      addCompanionServices(router, events);
    },
    fallback: (_request, response) => {
      response.writeHead(200, UNIMPLEMENTED);
      response.end();
    },
  });
