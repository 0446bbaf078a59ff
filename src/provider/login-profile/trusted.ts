/**
 * Terraform validates a configuration before it plans, and reads state before it applies; a saved plan that somebody
 * has edited, or a client that is not Terraform, does neither. What is wrong then is told like anything else.
 */
import { type SecretIdProblem, secretIdProblem } from '../../aws';
import { type Diagnostic, isUnknown, type ValueObject } from '../../plugin';
import { error, Refusal } from './diagnostics';
import { asState, type Arguments, type Config, type Planned, type State } from './model';
import { SECRET_ID_PROBLEMS } from './story';
import { checkStoredState } from './stored-state';
import { validateConfig } from './validate';

/** State as the rules of stored state have it. @throws Refusal */
export function trustedState(value: ValueObject): State {
  refuse(checkStoredState(value));
  return asState(value);
}

/** Every rule for a configuration that needs no network. */
export const checkConfig = (config: Config): Diagnostic[] =>
  validateConfig(config, (secretId) => {
    const problem: SecretIdProblem | undefined = secretIdProblem(secretId);
    return problem === undefined ? undefined : SECRET_ID_PROBLEMS[problem];
  });

/** @throws Refusal */
export function requireSound(config: Config): void {
  refuse(checkConfig(config));
  const unset = (['user_name', 'secret_id'] as const).find((name) => config[name] === null);
  if (unset !== undefined) throw new Refusal(incomplete('configuration', unset));
}

/** What apply goes by: everything configured is known by then. @throws Refusal */
export function requirePlanned(planned: Planned, config: Config): void {
  // The version may be one that AWS named, whose form is AWS's.
  refuse(checkConfig({ ...planned, secret_version_id: config.secret_version_id }));
  const open = ALWAYS_PLANNED.find((name) => planned[name] === null || isUnknown(planned[name]));
  if (open !== undefined) throw new Refusal(incomplete('plan', open));
}

const ALWAYS_PLANNED = [
  'user_name',
  'secret_id',
  'secret_version_stage',
  'password_reset_required',
  'existing_profile',
  'on_destroy',
  'drift_detection',
  'on_user_change',
] as const satisfies readonly (keyof Arguments)[];

const incomplete = (where: 'configuration' | 'plan', name: string): Diagnostic =>
  error('Login profile is not planned as a whole', [
    `The ${where} of this login profile says nothing of ${name}. Nothing was changed.`,
    'Plan again; if a saved plan was applied, it was edited, or made with another version of the provider.',
  ]);

function refuse(problems: readonly Diagnostic[]): void {
  const problem = problems.at(0);
  if (problem !== undefined) throw new Refusal(problem);
}
