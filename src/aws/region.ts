import type * as Sdk from './sdk';
import type { AwsSettings } from './settings';
import { regionOfProfile } from './shared-files';

/**
 * The Region of the settings, the environment or the profile, in this order; `undefined` where none names one. The
 * SDK is loaded only for the last.
 */
export async function chosenRegion(settings: AwsSettings, sdk: () => Promise<typeof Sdk>): Promise<string | undefined> {
  return settings.region ?? regionFromEnvironment() ?? (await regionOfProfile(settings, await sdk()));
}

/** `AWS_DEFAULT_REGION` is what the AWS CLI reads; the JavaScript SDK alone does not. */
const regionFromEnvironment = (): string | undefined =>
  [process.env.AWS_REGION, process.env.AWS_DEFAULT_REGION].find((region) => region !== undefined && region !== '');
