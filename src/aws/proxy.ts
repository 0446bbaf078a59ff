import { BlockList, isIP } from 'node:net';

/** Where a request goes. */
export interface Target {
  /** `https:` or `http:`. */
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
}

type Environment = Readonly<Partial<Record<string, string>>>;

/**
 * The proxy for a request, or `undefined` where it goes straight: the configured one, else `HTTPS_PROXY` or
 * `HTTP_PROXY` by the request's scheme, each in lower case too. This machine and what `NO_PROXY` names are reached
 * without a proxy, the configured one included: so it is with the AWS provider.
 */
export function proxyFor(target: Target, configured: string | undefined, environment: Environment): string | undefined {
  const name = target.protocol === 'http:' ? 'HTTP_PROXY' : 'HTTPS_PROXY';
  const proxy = [configured, variable(environment, name)].find((url) => url !== undefined && url !== '');
  if (proxy === undefined || isLoopback(target.hostname)) return undefined;
  const exceptions = (variable(environment, 'NO_PROXY') ?? '').split(',').map((entry) => entry.trim().toLowerCase());
  if (exceptions.some((entry) => entry !== '' && excepts(entry, target))) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

const variable = (environment: Environment, name: string): string | undefined =>
  [environment[name], environment[name.toLowerCase()]].find((value) => value !== undefined && value !== '');

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '').toLowerCase();

/** Whether a host is this machine. */
export const isLoopback = (hostname: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(bare(hostname));

/** `*`, an address, `10.0.0.0/8`, a domain with its subdomains, or `.domain` for the subdomains alone; a port may follow. */
function excepts(entry: string, { protocol, hostname, port }: Target): boolean {
  if (entry === '*') return true;
  const host = bare(hostname);
  if (entry.includes('/')) return isInNetwork(entry, host);
  const withPort = isIP(entry) === 6 ? null : /^(.*[^:]):(\d+)$/.exec(entry);
  if (withPort !== null && Number(withPort[2]) !== (port ?? (protocol === 'http:' ? 80 : 443))) return false;
  const domain = bare(withPort?.[1] ?? entry).replace(/^\*?\./, '.');
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

function isInNetwork(entry: string, host: string): boolean {
  const [address = '', bits = ''] = entry.split('/');
  const family = isIP(address);
  if (family === 0 || family !== isIP(host) || !/^\d+$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128))
    return false;
  const network = new BlockList();
  network.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
  return network.check(host, family === 4 ? 'ipv4' : 'ipv6');
}
