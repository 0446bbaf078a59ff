import { connectAws } from '../aws';
import type { Provider } from '../plugin';
import { readConfiguration, validateConfiguration } from './configuration';
import { loginProfileResource } from './login-profile';
import { providerSchema } from './schema';
import { type Session, startSession } from './session';

/** The provider `iam`. `version` is what CloudTrail and AWS's logs show in the user agent. */
export function iamProvider(version: string): Provider {
  let session: Session = startSession(undefined);
  return {
    schema: providerSchema,
    resources: { iam_login_profile: loginProfileResource(() => session) },
    dataSources: {},
    validateConfig: async (config) => validateConfiguration(config),
    configure: async (config) => {
      const { settings, diagnostics } = await readConfiguration(config, version);
      session = startSession(settings === undefined ? undefined : connectAws(settings));
      return diagnostics;
    },
  };
}
