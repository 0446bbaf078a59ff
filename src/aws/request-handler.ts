import { readFileSync } from 'node:fs';
import type { HttpHandlerOptions } from '@smithy/types';
import { bounded } from './bounded-answer';
import { proxyFor } from './proxy';
import type * as Sdk from './sdk';
import type { AwsSettings } from './settings';
import { VERIFIED } from './verified';

/** Milliseconds until a connection is given up. The SDK's own default is never. */
const CONNECTION_TIMEOUT_MS = 5_000;
/** Milliseconds until an answer is given up. IAM answers within a second, a slow one within ten. */
const REQUEST_TIMEOUT_MS = 30_000;

type Handler = InstanceType<typeof Sdk.NodeHttpHandler>;
type Request = Parameters<Handler['handle']>[0];

/** The file of certificates in use, or `undefined` where Node's own are. */
export const caBundle = ({ customCaBundle }: Pick<AwsSettings, 'customCaBundle'>): string | undefined =>
  [customCaBundle, process.env.AWS_CA_BUNDLE].find((file) => file !== undefined && file !== '');

/** Sends the requests of all clients: straight or through a proxy, and with the trusted certificates. */
export class RequestHandler {
  readonly #sdk: typeof Sdk;
  readonly #settings: Pick<AwsSettings, 'httpProxy' | 'customCaBundle'>;
  readonly #byProxy = new Map<string | undefined, Handler>();
  #ca: string | undefined;

  constructor(sdk: typeof Sdk, settings: Pick<AwsSettings, 'httpProxy' | 'customCaBundle'>) {
    this.#sdk = sdk;
    this.#settings = settings;
  }

  async handle(request: Request, options?: HttpHandlerOptions): ReturnType<Handler['handle']> {
    const proxy = proxyFor(request, this.#settings.httpProxy, process.env);
    const handler = this.#byProxy.get(proxy) ?? this.#make(proxy);
    this.#byProxy.set(proxy, handler);
    const { response } = await handler.handle(request, options);
    return { response: bounded(response, request) };
  }

  /** Called by clients about settings of their own, of which ours have none. */
  updateHttpClientConfig(): void {
    // Nothing to take over.
  }

  httpHandlerConfigs(): object {
    return {};
  }

  #make(proxy: string | undefined): Handler {
    const file = caBundle(this.#settings);
    const ca = (this.#ca ??= file === undefined ? undefined : readFileSync(file, 'utf8'));
    const { NodeHttpHandler, Tunnel, MAX_SOCKETS } = this.#sdk;
    const agents =
      proxy === undefined
        ? { httpsAgent: { keepAlive: true, maxSockets: MAX_SOCKETS, ...VERIFIED, ...(ca !== undefined && { ca }) } }
        : { httpAgent: new Tunnel(proxy, { secure: false, ca }), httpsAgent: new Tunnel(proxy, { secure: true, ca }) };
    return new NodeHttpHandler({
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      ...agents,
    });
  }
}
