import { type Provider, serve } from '../plugin';

/** Set by the build to the version of the package. */
declare const PROVIDER_VERSION: string;

/** The rules are in a file of their own, which is read when the handshake is out. */
function load(): Provider {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() would want a file extension here
  const { iamProvider } = require('../provider') as typeof import('../provider');
  return iamProvider(PROVIDER_VERSION);
}

void serve(load, { name: 'iam' });
