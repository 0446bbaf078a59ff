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

/** Longer prefixes first: `us-isob-` is no Region of `us-iso-`. */
const IAM_REGION_BY_PREFIX: readonly (readonly [prefix: string, region: string])[] = [
  ['cn-', 'cn-north-1'],
  ['us-gov-', 'us-gov-west-1'],
  ['us-isob-', 'us-isob-east-1'],
  ['us-isof-', 'us-isof-south-1'],
  ['us-iso-', 'us-iso-east-1'],
  ['eu-isoe-', 'eu-isoe-west-1'],
  ['eusc-', 'eusc-de-east-1'],
];

/**
 * The Region from which IAM is run in the partition of a Region; CloudTrail records the calls to IAM there.
 * @see https://docs.aws.amazon.com/general/latest/gr/iam-service.html
 */
export const iamRegion = (region: string | undefined): string =>
  IAM_REGION_BY_PREFIX.find(([prefix]) => region?.startsWith(prefix))?.[1] ?? 'us-east-1';
