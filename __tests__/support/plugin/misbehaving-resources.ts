import { UNKNOWN, type Call, type Resource, type StateResult, type ValueObject } from '../../../src/plugin';
import { plainSchema } from './note-schema';

const SECRET_ERROR = (): Error => new Error('SECRET\n    at SECRET (/SECRET:1:1)');

/** Does what a plain resource should. */
const plain: Resource = {
  schema: plainSchema,
  read: async ({ state }) => ({ state, diagnostics: [] }),
  plan: async ({ prior, proposed }) => ({
    planned: proposed === null ? null : { ...proposed, id: prior?.id ?? UNKNOWN },
    diagnostics: [],
  }),
  apply: async ({ planned }) => ({ state: planned === null ? null : withId(planned), diagnostics: [] }),
};

const withId = (state: ValueObject): ValueObject => ({ ...state, id: 'plain-1' });

/** Throws in the method that `mode` names. */
const throwing: Resource = {
  schema: plainSchema,
  async validate({ mode }) {
    if (mode === 'validate') throw SECRET_ERROR();
    return [];
  },
  async read(request, call) {
    if (request.state.mode === 'read') throw SECRET_ERROR();
    return plain.read(request, call);
  },
  async plan(request, call) {
    if (request.proposed?.mode === 'plan') throw SECRET_ERROR();
    return plain.plan(request, call);
  },
  async apply(request, call) {
    const { mode } = request.planned ?? request.prior ?? {};
    if (mode === 'apply') throw SECRET_ERROR();
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- what a careless library does
    if (mode === 'string') throw 'SECRET';
    return plain.apply(request, call);
  },
  async import() {
    throw SECRET_ERROR();
  },
  async move() {
    throw SECRET_ERROR();
  },
};

/** Applies for `seconds`, and ends early with an error where it is asked to. `deaf` never ends, `crash` kills. */
const slow: Resource = {
  ...plain,
  async apply(request, call) {
    const wanted = request.planned ?? request.prior ?? {};
    if (wanted.mode === 'deaf') await new Promise(() => setInterval(() => undefined, 1000));
    if (wanted.mode === 'crash') setImmediate(() => new Array(-1).join('SECRET'));
    if (await stoppedWithin(Number(wanted.seconds ?? 0) * 1000, call)) {
      const detail = 'Terraform asked to stop.';
      return { state: request.prior, diagnostics: [{ severity: 'error', summary: 'Note not written', detail }] };
    }
    return plain.apply(request, call);
  },
};

const stoppedWithin = (ms: number, { signal, log }: Call): Promise<boolean> =>
  new Promise((resolve) => {
    log.log('info', 'Applying slowly');
    const timer = setTimeout(() => resolve(false), ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      log.log('info', 'Stopped');
      resolve(true);
    });
  });

const error = { severity: 'error', summary: 'Half-way', detail: 'It broke half-way.' } as const;
const ok = { diagnostics: [] } as const;

/** Answers that the types forbid, as JavaScript would let them through. */
const badAnswers: Record<string, (state: ValueObject) => unknown> = {
  nothing: () => undefined,
  'no state': () => ok,
  'null state': () => ({ ...ok, state: null }),
  'no diagnostics': (state) => ({ state: withId(state) }),
  'odd diagnostics': (state) => ({ state: withId(state), diagnostics: [{ severity: 'fatal' }] }),
  'text as private': (state) => ({ ...ok, state: withId(state), private: 'text' }),
  'missing attribute': ({ text }) => ({ ...ok, state: { id: 'plain-1', text } }),
  'wrong type': (state) => ({ ...ok, state: { ...withId(state), text: 7 } }),
  'unknown name': (state) => ({ ...ok, state: { ...withId(state), typo: 'x' } }),
  'unknown left': (state) => ({ ...ok, state: { ...withId(state), text: UNKNOWN } }),
  'error and unknown': (state) => ({ diagnostics: [error], state: { ...state, id: UNKNOWN } }),
  'error and state': (state) => ({ diagnostics: [error], state: withId(state) }),
  'odd attribute': (state) => ({ state: withId(state), diagnostics: [{ ...error, attribute: [{ index: 0.5 }] }] }),
  'error and null': () => ({ diagnostics: [error], state: null }),
};

const answer = (mode: unknown, state: ValueObject): StateResult | undefined =>
  typeof mode === 'string' && mode in badAnswers ? (badAnswers[mode](state) as StateResult) : undefined;

/** Answers badly in apply, and in read and plan where `text` says so. */
const misshapen: Resource = {
  schema: plainSchema,
  async read(request, call) {
    if (request.state.text !== 'read') return plain.read(request, call);
    return answer(request.state.mode, request.state)!;
  },
  async plan(request, call) {
    if (request.prior?.text !== 'plan' || request.proposed === null) return plain.plan(request, call);
    const { state: planned, ...rest } = answer(request.prior.mode, request.proposed)!;
    return { ...rest, planned };
  },
  async apply(request, call) {
    const wanted = request.planned ?? request.prior ?? {};
    if (request.planned === null && wanted.mode === 'still there') return { ...ok, state: wanted };
    return typeof wanted.mode === 'string' && wanted.mode in badAnswers
      ? answer(wanted.mode, wanted)!
      : plain.apply(request, call);
  },
};

export const misbehaving = { note_throws: throwing, note_slow: slow, note_misshapen: misshapen, note_plain: plain };
