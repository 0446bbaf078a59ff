interface Partition {
  readonly partition: string;
  readonly iamRegion: string;
}

/** Longer prefixes first: `us-isob-` is no Region of `us-iso-`. */
const PARTITIONS: readonly (Partition & { readonly regionPrefix: string })[] = [
  { regionPrefix: 'cn-', partition: 'aws-cn', iamRegion: 'cn-north-1' },
  { regionPrefix: 'us-gov-', partition: 'aws-us-gov', iamRegion: 'us-gov-west-1' },
  { regionPrefix: 'us-isob-', partition: 'aws-iso-b', iamRegion: 'us-isob-east-1' },
  { regionPrefix: 'us-isof-', partition: 'aws-iso-f', iamRegion: 'us-isof-south-1' },
  { regionPrefix: 'us-iso-', partition: 'aws-iso', iamRegion: 'us-iso-east-1' },
  { regionPrefix: 'eu-isoe-', partition: 'aws-iso-e', iamRegion: 'eu-isoe-west-1' },
  { regionPrefix: 'eusc-', partition: 'aws-eusc', iamRegion: 'eusc-de-east-1' },
];
const COMMERCIAL: Partition = { partition: 'aws', iamRegion: 'us-east-1' };

/** Which account, Region and clock a store works with: everything an ARN or a date needs. */
export class AccountScope {
  constructor(
    /** Twelve digits. */
    readonly accountId: string,
    readonly region: string,
    readonly now: () => Date,
  ) {}

  get partition(): string {
    return this.#partition.partition;
  }

  /** The one Region of the partition that records IAM's events. */
  get iamRegion(): string {
    return this.#partition.iamRegion;
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

  get #partition(): Partition {
    return PARTITIONS.find(({ regionPrefix }) => this.region.startsWith(regionPrefix)) ?? COMMERCIAL;
  }
}

/** The account an ARN names; undefined for what is no ARN of an account. */
export const accountOfArn = (arn: string): string | undefined => /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
