import type { ConnectRouter } from '@connectrpc/connect';
import { GRPCBroker } from '../generated/grpc_broker_pb';
import { GRPCController } from '../generated/grpc_controller_pb';
import { Health, HealthCheckResponse_ServingStatus } from '../generated/grpc_health_pb';
import { GRPCStdio } from '../generated/grpc_stdio_pb';

/** What the host does on the services that go-plugin expects beside the provider's own. */
export interface HostEvents {
  /** The host wants the process to end. */
  shutdown(): void;
  /** The stream that the host holds open all its life has ended. */
  hostGone(): void;
}

/** The name that go-plugin hosts ask the health service for. */
const HEALTH_SERVICE_NAME = 'plugin';

export function addCompanionServices(router: ConnectRouter, events: HostEvents): void {
  router.service(GRPCController, {
    shutdown: async () => {
      events.shutdown();
      return {};
    },
  });
  router.service(GRPCStdio, {
    // Held open and silent: whatever is sent here shows up as a warning in Terraform's log.
    streamStdio: async function* (_request, { signal }) {
      yield* silence(signal);
      events.hostGone();
    },
  });
  router.service(GRPCBroker, {
    // Its end says nothing: go-plugin closes it before it asks for the Shutdown.
    startStream: (_request, { signal }) => silence(signal),
  });
  router.service(Health, {
    check: async ({ service }) => ({
      status:
        service === '' || service === HEALTH_SERVICE_NAME
          ? HealthCheckResponse_ServingStatus.SERVING
          : HealthCheckResponse_ServingStatus.SERVICE_UNKNOWN,
    }),
  });
}

/** A stream that never says anything and ends with its peer, or with this server. */
// eslint-disable-next-line require-yield -- silent by design
async function* silence(signal: AbortSignal): AsyncGenerator<never> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
