import type { ApplyRequest, Call, Diagnostic, PlanRequest, PlanResult, Resource, StateResult } from '../../plugin';
import { isKnown, isUnknown } from '../../plugin';
import type { Session } from '../session';
import { type Context, lookupContext, startContext } from './context';
import { grantAccess, NOTHING_YET } from './create';
import { planCreate, planUpdate } from './decide';
import { destroyLoginProfile, willRetain } from './delete';
import { error, Refusal } from './diagnostics';
import { timeoutMs } from './duration';
import { checkEarly } from './early-checks';
import { asConfig, asPlanned, asValue, type Planned, sameUser, type State } from './model';
import { requireOtherUser } from './own-user';
import { readLoginProfile } from './read';
import { loginProfileSchema } from './schema';
import { tellTakeOver } from './story';
import { checkStoredState } from './stored-state';
import { importLoginProfile, moveLoginProfile } from './take-over';
import { checkConfig, requirePlanned, requireSound, trustedState } from './trusted';
import { standing, updateLoginProfile } from './update';
import { userNameProblem } from './validate';

/** The managed resource `iam_login_profile`. Deciding is in `decide`, `drift` and `validate`; this file does. */
export function loginProfileResource(session: () => Session): Resource {
  return {
    schema: loginProfileSchema,
    validate: async (config) => checkConfig(asConfig(config)),
    checkState: checkStoredState,
    read: ({ state }, call) =>
      orRefused(async () => readLoginProfile(trustedState(state), session(), call), keeping(state)),
    plan: (request, call) =>
      orRefused(
        () => plan(request, session(), call),
        (diagnostics) => ({ planned: request.prior, diagnostics }),
      ),
    import: async (id) => {
      const refused = session().refuseUser(id);
      if (refused !== undefined) return { imported: null, diagnostics: [refused] };
      return importLoginProfile(id, userNameProblem);
    },
    move: async (request) => moveLoginProfile(request),
    apply: (request, call) => orRefused(() => apply(request, session(), call), keeping(request.prior)),
  };
}

/** What `run` brings about, or what becomes of a refusal. */
async function orRefused<T>(run: () => Promise<T>, refused: (diagnostics: readonly Diagnostic[]) => T): Promise<T> {
  try {
    return await run();
  } catch (failed) {
    if (!(failed instanceof Refusal)) throw failed;
    return refused([failed.diagnostic]);
  }
}

/** A refusal keeps the prior state: what failed is planned again. */
const keeping =
  (state: StateResult['state']) =>
  (diagnostics: readonly Diagnostic[]): StateResult => ({ state, diagnostics });

async function plan(request: PlanRequest, session: Session, call: Call): Promise<PlanResult> {
  const prior = request.prior === null ? null : trustedState(request.prior);
  if (request.config === null) {
    return { planned: null, diagnostics: prior?.on_destroy === 'retain' ? [willRetain(prior)] : [] };
  }
  const config = asConfig(request.config);
  requireSound(config);
  const planned = prior === null ? planCreate(config) : planUpdate(prior, config);
  if (prior !== null) session.managed.add(prior.id);
  const refused = refusedUser(prior, planned, session);
  if (refused !== undefined) return { planned: asValue(planned), diagnostics: [refused] };
  const story = prior === null ? [] : tellTakeOver(prior, planned);
  const found =
    session.aws === undefined ? [] : await checkEarly(prior, planned, lookupContext(session.aws, session, call));
  return { planned: asValue(planned), diagnostics: [...story, ...found] };
}

/**
 * A user whom the provider block does not allow. Where state has the user already it is a warning, since destroy plans
 * the configuration first and must not be blocked; apply refuses all the same.
 */
function refusedUser(prior: State | null, planned: Planned, session: Session): Diagnostic | undefined {
  const { user_name: userName } = planned;
  const refused = isKnown(userName) ? session.refuseUser(userName) : undefined;
  if (refused === undefined || prior === null || !isKnown(userName)) return refused;
  if (!sameUser(prior.user_name, userName)) return refused;
  const isUpdate = Object.entries(planned).some(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(prior[name as keyof State]),
  );
  return isUpdate ? { ...refused, severity: 'warning' } : undefined;
}

async function apply(request: ApplyRequest, session: Session, call: Call): Promise<StateResult> {
  const { aws } = session;
  if (aws === undefined)
    throw new Refusal(error('Provider is not configured', ['Values of the provider block are not known.']));
  const context = (timeout: string | null | undefined): Context => startContext(aws, session, call, timeoutMs(timeout));
  const prior = request.prior === null ? null : trustedState(request.prior);
  if (request.planned === null || request.config === null) {
    const timeout = prior?.timeouts?.delete;
    return { state: null, diagnostics: prior === null ? [] : await destroyLoginProfile(prior, context(timeout)) };
  }
  const planned = asPlanned(request.planned);
  const config = asConfig(request.config);
  requirePlanned(planned, config);
  const userName = planned.user_name as string;
  const refused = session.refuseUser(userName);
  if (refused !== undefined) throw new Refusal(refused);
  const timeouts = isUnknown(planned.timeouts) ? null : planned.timeouts;
  await requireOtherUser({ userName }, prior === null ? NOTHING_YET : standing(prior), { aws, session, call });
  if (prior === null) {
    const granted = await grantAccess(planned, config, context(timeouts?.create));
    return { state: settled(planned, granted), diagnostics: [] };
  }
  const updated = await updateLoginProfile(prior, planned, config, context(timeouts?.update));
  return {
    state: settled(planned, { ...keptFrom(prior, planned), ...updated.results }),
    diagnostics: updated.diagnostics,
  };
}

/** The plan with everything it left open filled in. */
const settled = (planned: Planned, results: Partial<Record<keyof Planned, unknown>>): StateResult['state'] =>
  asValue({ ...planned, ...results } as Planned);

/** What the plan left open and the update did not touch stays as it was. */
function keptFrom(prior: State, planned: Planned): Partial<Record<keyof Planned, unknown>> {
  const open = Object.entries(planned).filter(([, value]) => isUnknown(value));
  return Object.fromEntries(open.map(([name]) => [name, prior[name as keyof State]]));
}
