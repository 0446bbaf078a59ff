/** One role to assume. @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export interface AssumeRoleSettings {
  readonly roleArn: string;
  /** Shown in CloudTrail. @default `iam-login-profile` */
  readonly sessionName?: string;
  /** 900-43200, and at most 3600 for a role that is assumed with another role's session. @default 3600, STS's own */
  readonly durationSeconds?: number;
  readonly policy?: string;
  readonly policyArns?: readonly string[];
  readonly externalId?: string;
  readonly sourceIdentity?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly transitiveTagKeys?: readonly string[];
}

/** Exactly one of the two tokens; the file is read again whenever the session is renewed. */
export interface WebIdentitySettings extends Pick<
  AssumeRoleSettings,
  'roleArn' | 'sessionName' | 'durationSeconds' | 'policy' | 'policyArns'
> {
  readonly webIdentityToken?: string;
  readonly webIdentityTokenFile?: string;
}

/** Who calls, before any role is assumed. Left out, the AWS SDK's own chain finds credentials. */
export interface IdentitySettings {
  readonly profile?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  /** What a later file says of a profile counts. @default `AWS_CONFIG_FILE`, `~/.aws/config` */
  readonly sharedConfigFiles?: readonly string[];
  /** @default `AWS_SHARED_CREDENTIALS_FILE`, `~/.aws/credentials` */
  readonly sharedCredentialsFiles?: readonly string[];
  readonly webIdentity?: WebIdentitySettings;
}

/** Secrets Manager in another account or Region. What is left out is as for IAM. */
export interface SecretsSettings extends Pick<
  IdentitySettings,
  'profile' | 'accessKeyId' | 'secretAccessKey' | 'sessionToken'
> {
  readonly region?: string;
  /** Assumed one with the other's session, in order. They take the place of the roles for IAM. */
  readonly assumeRoles?: readonly AssumeRoleSettings[];
}

/** How AWS is reached. What is left out comes from the environment and the shared files, as in every AWS tool. */
export interface AwsSettings extends IdentitySettings {
  readonly region?: string;
  /** Assumed one with the other's session, in order. */
  readonly assumeRoles?: readonly AssumeRoleSettings[];
  readonly secrets?: SecretsSettings;
  readonly endpoints?: {
    readonly iam?: string;
    readonly secretsManager?: string;
    readonly sts?: string;
    readonly cloudTrail?: string;
  };
  /** 0-100. @default `AWS_MAX_ATTEMPTS` less one, or 9 */
  readonly maxRetries?: number;
  /** @default `AWS_RETRY_MODE`, or `adaptive` */
  readonly retryMode?: RetryMode;
  /** File of the certificates to trust, in PEM. @default `AWS_CA_BUNDLE`, or what Node trusts */
  readonly customCaBundle?: string;
  /** Not used for a service whose endpoint is given. @default `AWS_USE_FIPS_ENDPOINT`, or the profile's */
  readonly useFipsEndpoint?: boolean;
  /** For all calls but those to this machine and to what `NO_PROXY` names. @default `HTTPS_PROXY`, `HTTP_PROXY` */
  readonly httpProxy?: string;
  /** Name and version that CloudTrail shows for our calls. */
  readonly userAgent: { readonly name: string; readonly version: string };
}

export type RetryMode = 'standard' | 'adaptive';
