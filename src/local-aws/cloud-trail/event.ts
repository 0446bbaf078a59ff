import type { Output } from '../model/service';
import type { UserIdentity } from './user-identity';

/** A call that an account answers for, as the endpoint hands it over once it is over. */
export interface ManagementCall {
  /** Name of the service in a signature's scope. */
  readonly service: 'cloudtrail' | 'iam' | 'secretsmanager' | 'sts';
  readonly operationName: string;
  /** The Region of the signature. */
  readonly region: string;
  /** When the request arrived. */
  readonly at: Date;
  readonly requestId: string;
  readonly userIdentity: UserIdentity;
  readonly sourceAddress: string;
  readonly userAgent: string;
  /** By lower camel case; passwords, secret values and tokens are left out. */
  readonly requestParameters: Readonly<Record<string, unknown>>;
  /** By wire names; undefined after a failure. */
  readonly output?: Output;
  readonly failure?: { readonly code: string; readonly message: string };
}

/** What is kept of a call: enough for the filters, and for the record's text when somebody asks for it. */
export interface TrailEvent {
  readonly eventId: string;
  readonly requestId: string;
  /** Milliseconds since the epoch, to the second. */
  readonly eventTime: number;
  /** When LookupEvents begins to show it, in milliseconds since the epoch. */
  readonly visibleFrom: number;
  /** Such as `iam.amazonaws.com`. */
  readonly eventSource: string;
  readonly eventName: string;
  readonly region: string;
  readonly userIdentity: UserIdentity;
  readonly sourceAddress: string;
  readonly userAgent: string;
  /** Undefined where the call had none that may be shown. */
  readonly requestParameters: Readonly<Record<string, unknown>> | undefined;
  /** Undefined for calls that only read, and for those that answer nothing. */
  readonly responseElements: Output | undefined;
  readonly failure: { readonly code: string; readonly message: string } | undefined;
}

/** Also what hands out credentials or starts a report changes no resource. */
const READS = /^(?:Get|List|Describe|Lookup|Generate|AssumeRole)/;

export const isReadOnly = ({ eventName }: Pick<TrailEvent, 'eventName'>): boolean => READS.test(eventName);

export interface TrailResource {
  readonly type: string;
  readonly name: string;
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

/**
 * What a call was about, by the name that the call used. Whether AWS lists the user of a login profile here is not
 * documented, so a client should find the user in the record itself.
 */
export const resourcesOf = ({ eventSource, requestParameters = {} }: TrailEvent): TrailResource[] => {
  const { userName, secretId, name, roleArn } = requestParameters;
  const secret = eventSource.startsWith('secretsmanager.') ? (secretId ?? name) : undefined;
  const named = [
    ['AWS::IAM::User', text(userName)],
    ['AWS::SecretsManager::Secret', text(secret)],
    ['AWS::IAM::Role', text(roleArn)],
  ] as const;
  return named.flatMap(([type, resource]) => (resource === undefined ? [] : [{ type, name: resource }]));
};
