/** Longer prefixes first: `us-isob-` is no Region of `us-iso-`. */
const PARTITION_BY_REGION_PREFIX: readonly (readonly [prefix: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['us-iso-', 'aws-iso'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
];

/** Which account, Region and clock a store works with: everything an ARN or a date needs. */
export class AccountScope {
  constructor(
    /** Twelve digits. */
    readonly accountId: string,
    readonly region: string,
    readonly now: () => Date,
  ) {}

  get partition(): string {
    return PARTITION_BY_REGION_PREFIX.find(([prefix]) => this.region.startsWith(prefix))?.[1] ?? 'aws';
  }

  /** The same account in another Region. */
  in(region: string): AccountScope {
    return new AccountScope(this.accountId, region, this.now);
  }

  /** ARN of a resource of a global service: IAM and STS leave the Region empty. */
  globalArn(service: 'iam' | 'sts', resource: string): string {
    return `arn:${this.partition}:${service}::${this.accountId}:${resource}`;
  }

  regionalArn(service: 'secretsmanager', resource: string): string {
    return `arn:${this.partition}:${service}:${this.region}:${this.accountId}:${resource}`;
  }

  /** IAM keeps its dates to the second. */
  nowToTheSecond(): Date {
    return new Date(Math.floor(this.now().getTime() / 1000) * 1000);
  }
}

/** The account an ARN names; undefined for what is no ARN of an account. */
export const accountOfArn = (arn: string): string | undefined => /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
