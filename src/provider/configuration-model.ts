import type { Attr, TerraformNumber, Unknown } from '../plugin';

/** The blocks of one kind; unknown as a whole where a dynamic block is. */
export type Blocks<T> = readonly T[] | Unknown;
/** A list or set, whose elements may be unknown one by one. */
export type Strings = Attr<readonly Attr<string>[]>;

export interface Keys {
  readonly profile: Attr<string>;
  readonly access_key: Attr<string>;
  readonly secret_key: Attr<string>;
  readonly token: Attr<string>;
}

export interface RoleSession {
  readonly role_arn: Attr<string>;
  readonly session_name: Attr<string>;
  readonly duration: Attr<string>;
  readonly policy: Attr<string>;
  readonly policy_arns: Strings;
}

export interface AssumeRole extends RoleSession {
  readonly external_id: Attr<string>;
  readonly source_identity: Attr<string>;
  readonly tags: Attr<Readonly<Record<string, Attr<string>>>>;
  readonly transitive_tag_keys: Strings;
}

export interface WebIdentity extends RoleSession {
  readonly web_identity_token: Attr<string>;
  readonly web_identity_token_file: Attr<string>;
}

export interface Endpoints {
  readonly iam: Attr<string>;
  readonly secretsmanager: Attr<string>;
  readonly sts: Attr<string>;
  readonly cloudtrail: Attr<string>;
}

export interface SecretsBlock extends Keys {
  readonly region: Attr<string>;
  readonly assume_role: Blocks<AssumeRole>;
}

/** The provider block as Terraform sends it. */
export interface Configuration extends Keys {
  readonly region: Attr<string>;
  readonly shared_config_files: Strings;
  readonly shared_credentials_files: Strings;
  readonly allowed_account_ids: Strings;
  readonly forbidden_account_ids: Strings;
  readonly allowed_user_names: Strings;
  readonly allow_own_user: Attr<boolean>;
  readonly max_retries: Attr<TerraformNumber>;
  readonly retry_mode: Attr<string>;
  readonly custom_ca_bundle: Attr<string>;
  readonly use_fips_endpoint: Attr<boolean>;
  readonly http_proxy: Attr<string>;
  readonly assume_role: Blocks<AssumeRole>;
  readonly assume_role_with_web_identity: Blocks<WebIdentity>;
  readonly endpoints: Blocks<Endpoints>;
  readonly secrets: Blocks<SecretsBlock>;
}
