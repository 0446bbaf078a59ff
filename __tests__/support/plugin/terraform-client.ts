import { createClient, type Client } from '@connectrpc/connect';
import { createGrpcTransport, Http2SessionManager } from '@connectrpc/connect-node';
import { connect as connectSocket, type NetConnectOpts } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { GRPCBroker } from '../../../src/plugin/generated/grpc_broker_pb';
import { GRPCController } from '../../../src/plugin/generated/grpc_controller_pb';
import { Health } from '../../../src/plugin/generated/grpc_health_pb';
import { GRPCStdio } from '../../../src/plugin/generated/grpc_stdio_pb';
import { Provider } from '../../../src/plugin/generated/tfplugin6_pb';
import { goPluginCertificate, pem } from './client-certificate';
import type { Handshake, ProviderProcess } from './provider-process';

/** Plays Terraform: go-plugin's habits on a real socket. */
export class TerraformClient {
  readonly provider: Client<typeof Provider>;
  readonly health: Client<typeof Health>;
  /** What came on the streams that go-plugin holds open; nothing should. */
  readonly streamed: unknown[] = [];
  private readonly controller: Client<typeof GRPCController>;
  private readonly streams: Promise<unknown>[];

  private constructor(private readonly sessions: Http2SessionManager) {
    const transport = createGrpcTransport({ baseUrl: sessions.authority, sessionManager: sessions });
    this.provider = createClient(Provider, transport);
    this.health = createClient(Health, transport);
    this.controller = createClient(GRPCController, transport);
    this.streams = [
      this.drain(createClient(GRPCStdio, transport).streamStdio({})),
      this.drain(createClient(GRPCBroker, transport).startStream(never())),
    ];
  }

  static async connect(running: ProviderProcess): Promise<TerraformClient> {
    const handshake = await running.handshake();
    return TerraformClient.connectTo(handshake, handshake.certificate === '' ? undefined : running.client);
  }

  /** Trusts the certificate of the handshake and nothing else, under the name `localhost`. */
  static connectTo(
    { network, address, certificate }: Pick<Handshake, 'network' | 'address' | 'certificate'>,
    client: ReturnType<typeof goPluginCertificate> | undefined,
  ): TerraformClient {
    const [host, port] = address.split(':');
    const where: NetConnectOpts = network === 'unix' ? { path: address } : { host, port: Number(port) };
    const sessions = new Http2SessionManager(
      client === undefined ? 'http://localhost' : 'https://localhost',
      undefined,
      {
        createConnection: () =>
          client === undefined
            ? connectSocket(where)
            : connectTls({
                ...where,
                ...client,
                ca: pem(Buffer.from(certificate, 'base64')),
                servername: 'localhost',
                minVersion: 'TLSv1.2',
                ALPNProtocols: ['h2'],
              }),
      },
    );
    return new TerraformClient(sessions);
  }

  /** The end of a phase. The provider then ends the streams and the connection. */
  async shutdown(): Promise<void> {
    await this.controller.shutdown({});
    await Promise.all(this.streams);
  }

  /** What the provider sees when Terraform is killed. */
  vanish(): void {
    this.sessions.abort();
  }

  private async drain(stream: AsyncIterable<unknown>): Promise<void> {
    try {
      for await (const message of stream) this.streamed.push(message);
    } catch {
      // The connection went away, as it does in the end.
    }
  }
}

// eslint-disable-next-line require-yield -- go-plugin opens the stream and sends nothing
async function* never(): AsyncGenerator<never> {
  await new Promise(() => undefined);
}
