import {
  attribute,
  isKnown,
  isUnknown,
  UNKNOWN,
  type Diagnostic,
  type Provider,
  type Resource,
  type StateResult,
  type ValueObject,
} from '../../../src/plugin';
import { misbehaving } from './misbehaving-resources';
import { noteSchema, plainSchema, providerSchema } from './note-schema';

const REFUSED = 'forbidden';

const refused = (detail: string, ...path: [string, ...string[]]): Diagnostic => ({
  severity: 'error',
  summary: 'Note refused',
  detail,
  attribute: attribute(...path),
});

/** A well-behaved resource. State is all there is of it. */
export const note: Resource = {
  schema: noteSchema,
  async validate(config) {
    const diagnostics = config.text === REFUSED ? [refused('The text may not be "forbidden".', 'text')] : [];
    const tag = isKnown(config.tags) ? (config.tags as ValueObject).team : undefined;
    return tag === REFUSED
      ? [...diagnostics, { ...refused('No such team.', 'tags'), attribute: [{ attribute: 'tags' }, { key: 'team' }] }]
      : diagnostics;
  },
  async read({ state }) {
    return { state, diagnostics: [] };
  },
  async plan({ prior, proposed, config }) {
    if (proposed === null) return { planned: null, diagnostics: [] };
    const colour = config?.colour ?? 'yellow';
    const wanted: ValueObject = { ...proposed, colour, password_wo: null };
    const changed = prior === null || Object.keys(wanted).some((name) => !same(wanted[name], prior[name]));
    const replaced = prior !== null && prior.paper !== wanted.paper;
    return {
      planned: {
        ...wanted,
        id: prior?.id ?? UNKNOWN,
        revision: changed ? UNKNOWN : (prior.revision ?? null),
      },
      requiresReplace: replaced ? [attribute('paper')] : [],
      plannedPrivate: Buffer.from('planned'),
      diagnostics: [],
    };
  },
  async apply({ prior, planned, plannedPrivate }) {
    if (planned === null) return { state: null, diagnostics: [] };
    const revision = typeof prior?.revision === 'number' ? prior.revision + 1 : 1;
    const state = { ...planned, id: isUnknown(planned.id) ? 'note-1' : (planned.id ?? null), revision };
    return { state, private: Buffer.from(`applied after ${Buffer.from(plannedPrivate).toString()}`), diagnostics: [] };
  },
  async upgrade(version, state) {
    if (version === 0) return { state: null, diagnostics: [refused('Version 0 is too old.', 'text')] };
    const { body, ...rest } = state as Record<string, never>;
    return { state: { ...rest, text: body }, diagnostics: [] };
  },
  async import(id) {
    if (id === 'nowhere') return { imported: null, diagnostics: [refused('There is no such note.', 'id')] };
    return { imported: { state: { id, text: `text of ${id}` }, private: Buffer.from('imported') }, diagnostics: [] };
  },
  async move({ sourceProvider, sourceType, sourceState }) {
    if (!sourceProvider.endsWith('terraform') || sourceType !== 'terraform_data') {
      return { state: null, diagnostics: [refused(`Notes are not made of ${sourceType}.`, 'text')] };
    }
    const nothing = Object.fromEntries(Object.keys(noteSchema.attributes).map((name) => [name, null]));
    const id = String(sourceState.id);
    const blocks = { header: null, line: [], mark: [], margin: {}, style: { text: null, width: null } };
    return { state: { ...nothing, ...blocks, id, text: 'moved', colour: 'yellow', revision: 1 }, diagnostics: [] };
  },
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a, bigintAsText) === JSON.stringify(b, bigintAsText);
const bigintAsText = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

/** The example that the protocol tests serve. It manages nothing outside Terraform's state. */
export const noteProvider: Provider = {
  schema: providerSchema,
  resources: { note_text: note, ...misbehaving },
  dataSources: {
    note_shelf: {
      schema: plainSchema,
      async validate(config) {
        return config.text === REFUSED ? [refused('No such shelf.', 'text')] : [];
      },
      async read(config): Promise<StateResult> {
        if (config.mode === 'throw') throw new Error('SECRET');
        if (config.mode === 'null') return { state: null, diagnostics: [] };
        return { state: { ...config, id: 'shelf-1' }, diagnostics: [] };
      },
    },
  },
  async validateConfig(config) {
    return config.shelf === REFUSED ? [refused('No such shelf.', 'shelf')] : [];
  },
  async configure(config, { terraformVersion }, { log }) {
    log.log('info', 'Configured', { terraform_version: terraformVersion });
    return config.shelf === 'locked' ? [refused('The shelf is locked.', 'shelf')] : [];
  },
};
