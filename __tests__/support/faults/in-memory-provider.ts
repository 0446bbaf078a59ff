import { type Client, createClient, createRouterTransport } from '@connectrpc/connect';
import { Provider as ProviderService } from '../../../src/plugin/generated/tfplugin6_pb';
import { RunningCalls } from '../../../src/plugin/running-calls';
import { providerService } from '../../../src/plugin/services/provider-service';
import { iamProvider } from '../../../src/provider';

/** What one provider process is: the real services, reached through memory instead of a socket. */
export class InMemoryProvider {
  readonly client: Client<typeof ProviderService>;
  /** The lines that it has logged. */
  log = '';
  #configured: Promise<unknown> | undefined;

  constructor() {
    const log = {
      log: (level: string, message: string, fields: object = {}) =>
        void (this.log += `${level} ${message} ${JSON.stringify(fields)}\n`),
    };
    const service = providerService({ name: 'iam', provider: iamProvider('0.0.0'), log, calls: new RunningCalls() });
    this.client = createClient(
      ProviderService,
      createRouterTransport(({ service: serve }) => serve(ProviderService, service)),
    );
  }

  /** Terraform configures a process once, whatever many resources it has. */
  once<T>(configure: () => Promise<T>): Promise<T> {
    return (this.#configured ??= configure()) as Promise<T>;
  }
}
