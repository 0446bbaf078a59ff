import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { Provider as ProviderService } from '../generated/tfplugin6_pb';
import type { Served } from '../rpc/handling';
import { companionServices, type HostEvents } from './companion-services';
import { refuse } from './grpc-call';
import { GrpcError, STATUS } from './grpc-message';
import { unaryRoutes } from './grpc-routes';
import { providerService } from './provider-service';

/**
 * Answers the gRPC calls of an HTTP/2 server: the part of gRPC that go-plugin speaks, uncompressed unary calls and
 * streams that stay silent. A general server for it costs a millisecond of CPU a call, four calls a resource and plan.
 */
export function grpcHandler(
  served: Served,
  events: HostEvents,
  closing: AbortSignal,
): (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void {
  const routes = new Map([
    ...unaryRoutes(ProviderService, providerService(served)),
    ...companionServices(events, closing),
  ]);
  return (stream, headers) => {
    // A caller that goes away resets its stream; nobody is left to be told.
    stream.on('error', () => undefined);
    const answering = routes.get(headers[':path'] ?? '');
    if (answering === undefined) refuse(stream, new GrpcError(STATUS.unimplemented, 'not offered'));
    else answering(stream);
  };
}
