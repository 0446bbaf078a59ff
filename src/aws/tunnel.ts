import type { ClientRequest } from 'node:http';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { VERIFIED } from './verified';

/** Sockets kept open for each endpoint; the SDK's own number. */
export const MAX_SOCKETS = 50;

/** Connects through a proxy by CONNECT, so that the proxy sees the endpoint's name and nothing of an HTTPS call. */
export class Tunnel extends HttpsProxyAgent<string> {
  readonly #ca: string | undefined;
  readonly #secure: boolean;

  /** @param ca trusted certificates of endpoint and proxy, in PEM; what Node trusts where it is left out */
  constructor(proxy: string, { secure, ca }: { readonly secure: boolean; readonly ca: string | undefined }) {
    super(proxy, { keepAlive: true, maxSockets: MAX_SOCKETS, ...VERIFIED, ...(ca !== undefined && { ca }) });
    this.#ca = ca;
    this.#secure = secure;
  }

  /** The library finds this out from the call stack. */
  override isSecureEndpoint(): boolean {
    return this.#secure;
  }

  override connect(request: ClientRequest, options: Parameters<HttpsProxyAgent<string>['connect']>[1]) {
    return super.connect(request, { ...options, ...VERIFIED, ...(this.#ca !== undefined && { ca: this.#ca }) });
  }
}
