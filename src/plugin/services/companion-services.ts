import { GRPCBroker } from '../generated/grpc_broker_pb';
import { GRPCController } from '../generated/grpc_controller_pb';
import { Health, HealthCheckResponse_ServingStatus } from '../generated/grpc_health_pb';
import { GRPCStdio } from '../generated/grpc_stdio_pb';
import { keepSilent } from './grpc-call';
import { pathOf, type Routes, unaryRoutes } from './grpc-routes';

/** What the host does on the services that go-plugin expects beside the provider's own. */
export interface HostEvents {
  /** The host wants the process to end. */
  shutdown(): void;
  /** The stream that the host holds open all its life has ended. */
  hostGone(): void;
}

/** The name that go-plugin hosts ask the health service for. */
const HEALTH_SERVICE_NAME = 'plugin';

export const companionServices = (events: HostEvents, closing: AbortSignal): Routes => [
  ...unaryRoutes(GRPCController, {
    shutdown: async () => {
      events.shutdown();
      return {};
    },
  }),
  ...unaryRoutes(Health, {
    check: async ({ service }) => ({
      status:
        service === '' || service === HEALTH_SERVICE_NAME
          ? HealthCheckResponse_ServingStatus.SERVING
          : HealthCheckResponse_ServingStatus.SERVICE_UNKNOWN,
    }),
  }),
  // Held open and silent: whatever is sent here shows up as a warning in Terraform's log.
  [pathOf(GRPCStdio, GRPCStdio.method.streamStdio), keepSilent(closing, () => events.hostGone())],
  // Its end says nothing: go-plugin closes it before it asks for the Shutdown.
  [pathOf(GRPCBroker, GRPCBroker.method.startStream), keepSilent(closing)],
];
