import type { Attribute, Block, NestedAttributes, Schema } from '../../../src/plugin';

const optional = (type: Attribute['type'], more: Partial<Attribute> = {}): Attribute => ({
  type,
  optional: true,
  description: 'An attribute.',
  ...more,
});

const computed = (type: Attribute['type']): Attribute => ({
  type,
  computed: true,
  description: 'Set by the provider.',
});

const nested = (nesting: NestedAttributes['nesting']): Attribute =>
  optional({ nesting, attributes: { title: optional('string'), size: optional('number') } });

const line: Block = { attributes: { text: optional('string'), width: optional('number') } };

/** Every kind of attribute, nested attribute and block that the protocol knows. */
export const noteSchema: Schema = {
  version: 2,
  description: 'A note that lives in state only.',
  attributes: {
    id: computed('string'),
    revision: computed('number'),
    text: { type: 'string', required: true, description: 'What the note says.' },
    colour: optional('string', { computed: true }),
    paper: optional('string', { description: 'Changing it replaces the note.' }),
    secret: optional('string', { sensitive: true }),
    password_wo: optional('string', { writeOnly: true }),
    weight: optional('number'),
    urgent: optional('bool'),
    tags: optional({ map: 'string' }),
    readers: optional({ set: 'string' }),
    steps: optional({ list: 'string' }),
    origin: optional({ object: { city: 'string', year: 'number' } }),
    pair: optional({ tuple: ['string', 'bool'] }),
    extra: optional('dynamic'),
    cover: nested('single'),
    pages: nested('list'),
    stickers: nested('set'),
    chapters: nested('map'),
  },
  blocks: {
    header: { nesting: 'single', block: line },
    line: { nesting: 'list', block: { ...line, blocks: { footnote: { nesting: 'list', block: line } } } },
    mark: { nesting: 'set', block: line },
    margin: { nesting: 'map', block: line },
    style: { nesting: 'group', block: line },
  },
};

/** For resources that only misbehave. */
export const plainSchema: Schema = {
  version: 0,
  attributes: {
    id: computed('string'),
    text: optional('string'),
    mode: optional('string', { description: 'What goes wrong.' }),
    seconds: optional('number'),
  },
};

export const providerSchema: Schema = {
  version: 0,
  attributes: { shelf: optional('string') },
};
