import {
  attribute,
  type Attr,
  type AttributePath,
  type Diagnostic,
  isKnown,
  isUnknown,
  type ValueObject,
} from '../plugin';
import type { AssumeRole, Blocks, Configuration, Keys, RoleSession, WebIdentity } from './configuration-model';
import {
  ACCOUNT_ID,
  check,
  duration,
  EXTERNAL_ID,
  httpUrl,
  known,
  matches,
  POLICY,
  POLICY_ARN,
  refusal,
  REGION,
  ROLE_ARN,
  SESSION_NAME,
} from './configuration-rules';

/** Checks of the provider block that need no network. Never repeats a value: some of them are secret. */
export function validateConfiguration(config: ValueObject): Diagnostic[] {
  const block = config as unknown as Configuration;
  return [
    ...check(block.region, attribute('region'), REGION),
    ...checkKeys(block, []),
    ...checkRetries(block),
    ...checkAccounts(block),
    ...checkUserNames(block),
    ...checkEndpoints(block),
    ...check(block.http_proxy, attribute('http_proxy'), PROXY),
    ...checkRoles(block.assume_role, [], hasBlock(block.assume_role_with_web_identity)),
    ...checkWebIdentity(block.assume_role_with_web_identity),
    ...checkSecrets(block),
  ];
}

const PROXY = httpUrl('http_proxy is an http or https URL, such as http://proxy.example:3128.');

const hasBlock = (blocks: Blocks<unknown>): boolean => !isUnknown(blocks) && blocks.length > 0;

/** The blocks that are known, each with the path to it. */
const located = <T>(blocks: Blocks<T>, name: string, within: AttributePath = []): [T, AttributePath][] =>
  (isUnknown(blocks) ? [] : blocks).map((block, index) => [block, [...within, { attribute: name }, { index }]]);

const at = (path: AttributePath, name: string): AttributePath => [...path, { attribute: name }];

function checkKeys({ access_key, secret_key, token }: Keys, path: AttributePath): Diagnostic[] {
  const both =
    'access_key and secret_key belong together. Set both, or neither and leave credentials to the environment.';
  if (access_key !== null && secret_key === null) return [refusal('Secret key missing', both, at(path, 'access_key'))];
  if (access_key === null && secret_key !== null) return [refusal('Access key missing', both, at(path, 'secret_key'))];
  if (access_key === null && token !== null) {
    return [refusal('Access key missing', 'A token needs access_key and secret_key.', at(path, 'token'))];
  }
  return [];
}

function checkRetries({ max_retries, retry_mode }: Configuration): Diagnostic[] {
  const mode = matches(/^(standard|adaptive)$/, 'retry_mode is "standard" or "adaptive".');
  const retries = isKnown(max_retries) ? Number(max_retries) : 0;
  const isRight = Number.isInteger(retries) && retries >= 0 && retries <= 100;
  const rule = 'max_retries is a whole number from 0 to 100.';
  return [
    ...(isRight ? [] : [refusal('Invalid max_retries', rule, attribute('max_retries'))]),
    ...check(retry_mode, attribute('retry_mode'), mode),
  ];
}

function checkAccounts({ allowed_account_ids, forbidden_account_ids }: Configuration): Diagnostic[] {
  const both =
    'allowed_account_ids and forbidden_account_ids exclude each other: what is not allowed is forbidden already.';
  return [
    ...known(allowed_account_ids).flatMap((id) => check(id, attribute('allowed_account_ids'), ACCOUNT_ID)),
    ...known(forbidden_account_ids).flatMap((id) => check(id, attribute('forbidden_account_ids'), ACCOUNT_ID)),
    ...(isKnown(allowed_account_ids) && isKnown(forbidden_account_ids)
      ? [refusal('Conflicting account ids', both, attribute('forbidden_account_ids'))]
      : []),
  ];
}

const USER_NAME_PATTERN = matches(
  /^[\w+=,.@*?-]{1,64}$/,
  'allowed_user_names are IAM user names, in which * stands for any characters and ? for one: "team-*".',
);

const checkUserNames = ({ allowed_user_names }: Configuration): Diagnostic[] =>
  known(allowed_user_names).flatMap((name) => check(name, attribute('allowed_user_names'), USER_NAME_PATTERN));

const checkEndpoints = ({ endpoints }: Configuration): Diagnostic[] =>
  located(endpoints, 'endpoints', []).flatMap(([block, path]) =>
    (['iam', 'secretsmanager', 'sts', 'cloudtrail'] as const).flatMap((name) => {
      const rule = httpUrl(`The endpoint for ${name} is no http or https URL, such as https://${name}.example.`);
      return check(block[name], at(path, name), rule);
    }),
  );

/** @param chained whether another role comes before the first one */
const checkRoles = (blocks: Blocks<AssumeRole>, within: AttributePath, chained: boolean): Diagnostic[] =>
  located(blocks, 'assume_role', within).flatMap(([role, path], index) => [
    ...checkSession(role, path, chained || index > 0),
    ...check(role.external_id, at(path, 'external_id'), EXTERNAL_ID),
    ...check(role.source_identity, at(path, 'source_identity'), SESSION_NAME),
  ]);

function checkSession(role: RoleSession, path: AttributePath, chained: boolean): Diagnostic[] {
  const missing = 'A role to assume needs role_arn. Leave the block out where no role is to be assumed.';
  return [
    ...(role.role_arn === null ? [refusal('Role ARN missing', missing, at(path, 'role_arn'))] : []),
    ...check(role.role_arn, at(path, 'role_arn'), ROLE_ARN),
    ...check(role.session_name, at(path, 'session_name'), SESSION_NAME),
    ...check(role.duration, at(path, 'duration'), duration(chained)),
    ...check(role.policy, at(path, 'policy'), POLICY),
    ...known(role.policy_arns).flatMap((arn) => check(arn, at(path, 'policy_arns'), POLICY_ARN)),
  ];
}

function checkWebIdentity(blocks: Blocks<WebIdentity>): Diagnostic[] {
  const [first, second] = [0, 1].map((index) => located(blocks, 'assume_role_with_web_identity').at(index));
  if (first === undefined) return [];
  const [role, path] = first;
  const { web_identity_token: token, web_identity_token_file: file } = role;
  const one = 'Set web_identity_token or web_identity_token_file, one of them and not both.';
  return [
    ...checkSession(role, path, false),
    ...(isSet(token) === isSet(file) && !isUnknown(token) && !isUnknown(file)
      ? [refusal('Web identity token', one, at(path, 'web_identity_token_file'))]
      : []),
    ...(second === undefined ? [] : [refusal('Several web identities', 'Only one block is accepted.', second[1])]),
  ];
}

const isSet = (value: Attr<string>): boolean => value !== null;

const checkSecrets = ({ secrets }: Configuration): Diagnostic[] =>
  located(secrets, 'secrets').flatMap(([block, path]) => [
    ...check(block.region, at(path, 'region'), REGION),
    ...checkKeys(block, path),
    ...checkRoles(block.assume_role, path, false),
  ]);
