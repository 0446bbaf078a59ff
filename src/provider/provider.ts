import { type AwsSettings, connectAws } from '../aws';
import { type Call, type Diagnostic, isError, type Provider, type ValueObject } from '../plugin';
import { readConfiguration } from './configuration';
import { validateConfiguration } from './configuration-checks';
import { loginProfileDataSource, loginProfileResource } from './login-profile';
import { providerSchema } from './schema';
import { type Session, startSession } from './session';
import { signIn } from './sign-in';

/** The provider `iam`. `version` is what CloudTrail and AWS's logs show in the user agent. */
export function iamProvider(version: string): Provider {
  let session: Session = startSession(undefined);
  return {
    schema: providerSchema,
    resources: { iam_login_profile: loginProfileResource(() => session) },
    dataSources: { iam_login_profile: loginProfileDataSource(() => session) },
    validateConfig: async (config) => validateConfiguration(config),
    configure: async (config, _context, call) => {
      const started = await configure(config, version, call);
      session = started.session;
      return started.diagnostics;
    },
  };
}

interface Started {
  readonly session: Session;
  readonly diagnostics: readonly Diagnostic[];
}

async function configure(config: ValueObject, version: string, call: Call): Promise<Started> {
  const { settings, guards, diagnostics } = await readConfiguration(config, version);
  if (settings === undefined) return { session: startSession(undefined, guards), diagnostics };
  const aws = connectAws(settings);
  const { caller, diagnostics: found } = await signIn(aws, guards, hasRoles(settings), call);
  const session = startSession(found.some(isError) ? undefined : aws, guards, caller);
  return { session, diagnostics: [...diagnostics, ...found] };
}

const hasRoles = ({ assumeRoles = [], webIdentity }: AwsSettings): boolean =>
  assumeRoles.length > 0 || webIdentity !== undefined;
