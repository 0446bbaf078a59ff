import { attribute, type Attribute, type Diagnostic } from '../../plugin';
import { error } from './diagnostics';
import { sameUser } from './model';
import {
  DRIFT_DETECTION,
  EXISTING_PROFILE,
  loginProfileSchema,
  ON_DESTROY,
  ON_USER_CHANGE,
  SYNC_STATUS,
} from './schema';
import { userNameProblem } from './validate';

/** State as Terraform keeps it, before it is believed: JSON of any kind. */
export type Stored = Readonly<Record<string, unknown>>;

interface Problem {
  readonly name: string;
  readonly what: string;
}

/**
 * What is wrong with stored state of the current schema version. Terraform writes every attribute of the schema, so one
 * that is missing was taken out by hand; a new attribute therefore raises the schema's version, and so does a new value
 * of those that are listed here. Names that the schema does not have are Terraform's to drop.
 */
export function checkStoredState(stored: Stored): Diagnostic[] {
  const problem = formProblem(stored, loginProfileSchema.attributes) ?? contentProblem(stored);
  return problem === undefined ? [] : [unreadable(stored, problem)];
}

/** The guards of the provider block would look at one of them, and the calls go to the other. */
const TWO_USERS: Problem = { name: 'id', what: 'is another user than user_name' };

function formProblem(stored: Stored, attributes: Readonly<Record<string, Attribute>>): Problem | undefined {
  for (const [name, { type }] of Object.entries(attributes)) {
    if (!Object.hasOwn(stored, name)) return { name, what: 'is missing' };
    const what = typeProblem(stored[name], type);
    if (what !== undefined) return { name, what };
  }
  return undefined;
}

function typeProblem(value: unknown, type: Attribute['type']): string | undefined {
  if (value === null) return undefined;
  if (typeof type === 'string')
    return typeof value === (type === 'bool' ? 'boolean' : type) ? undefined : `is no ${type}`;
  if (!isObject(value)) return 'is no object';
  // The schema has maps of strings and objects of strings, and nothing else that has parts.
  const isRight = Object.values(value).every((part) => part === null || typeof part === 'string');
  return isRight ? undefined : 'holds something else than strings';
}

const isObject = (value: unknown): value is Stored =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const VALUES: Readonly<Record<string, readonly string[]>> = {
  sync_status: SYNC_STATUS,
  existing_profile: EXISTING_PROFILE,
  on_destroy: ON_DESTROY,
  drift_detection: DRIFT_DETECTION,
  on_user_change: ON_USER_CHANGE,
};

function contentProblem(stored: Stored): Problem | undefined {
  const nameless = ['id', 'user_name'].find((name) => userNameProblem(text(stored[name])) !== undefined);
  if (nameless !== undefined) return { name: nameless, what: 'is no IAM user name' };
  if (!sameUser(text(stored.id), text(stored.user_name))) return TWO_USERS;
  const unknown = Object.entries(VALUES).find(([name, values]) => !values.includes(text(stored[name])));
  if (unknown !== undefined) return { name: unknown[0], what: `is none of ${unknown[1].join(', ')}` };
  const undated = ['create_date', 'password_applied_at'].find((name) => !isDate(text(stored[name])));
  return undated === undefined ? undefined : { name: undated, what: 'is no date in RFC 3339' };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const isDate = (value: string): boolean =>
  value === '' || (/^\d{4}-\d{2}-\d{2}T/.test(value) && !Number.isNaN(Date.parse(value)));

/** Values are not shown: nobody knows what somebody has written there. */
const unreadable = ({ id, user_name: userName }: Stored, { name, what }: Problem): Diagnostic => {
  const user = [id, userName].map(text).find((found) => userNameProblem(found) === undefined);
  const whose = user === undefined ? '' : ` of the IAM user "${user}"`;
  return error(
    'State is not understood by this provider',
    [
      `In the state of the login profile${whose}, ${name} ${what}. The state was edited, damaged, or written by another version of the provider. Nothing was changed.`,
      'Use the version of the provider that wrote it, or restore the state from its backup; or remove this resource with terraform state rm, which leaves the console access alone, and import it again by the user name.',
    ],
    attribute(name),
  );
};
