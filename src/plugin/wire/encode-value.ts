import type { AttributePath } from '../attribute-path';
import { isUnknown, type Value, type ValueObject } from '../value';
import { formatPath } from './attribute-path';
import { typeOfValue } from './dynamic-type';
import type { Packed } from './msgpack';
import { encodeNumber } from './number';
import { shapeOfType, type ObjectShape, type Shape } from './shape';
import { encodeType } from './type-json';
import { WireError } from './wire-error';

/** A place where a native value does not fit its schema. A null is written there, so that the rest is not lost. */
export interface Misfit {
  readonly at: AttributePath;
  readonly kind: 'missing' | 'unknown' | 'wrong';
  readonly problem: string;
}

const MAX_DEPTH = 200;

/** Walks the schema, not the value: every known name is written, and nothing but known names. */
export class ValueEncoder {
  readonly misfits: Misfit[] = [];

  /** @param mayBeUnknown whether unknowns may stand: in a plan they may, in a state they may not */
  constructor(private readonly mayBeUnknown: boolean) {}

  encode(value: Value | undefined, shape: Shape, at: AttributePath = []): Packed {
    if (at.length > MAX_DEPTH) return this.misfit(at, 'wrong', `the value is nested more than ${MAX_DEPTH} deep`);
    if (isUnknown(value)) return this.unknown(value, shape, at);
    if (value === null || value === undefined) return this.absent(shape, at);
    switch (shape.kind) {
      case 'string':
        return typeof value === 'string' ? value : this.misfit(at, 'wrong', 'a string is required');
      case 'bool':
        return typeof value === 'boolean' ? value : this.misfit(at, 'wrong', 'a bool is required');
      case 'number':
        return this.number(value, at);
      case 'dynamic':
        return this.dynamic(value, at);
      case 'list':
      case 'set':
        return Array.isArray(value)
          ? this.items(value as readonly Value[], () => shape.element, at)
          : this.misfitOf(shape, at, `a ${shape.kind} is required`);
      case 'tuple':
        return Array.isArray(value) && value.length === shape.elements.length
          ? this.items(value as readonly Value[], (index) => shape.elements[index] ?? { kind: 'dynamic' }, at)
          : this.misfit(at, 'wrong', `a tuple of ${shape.elements.length} elements is required`);
      case 'map':
        return isRecord(value) ? this.map(value, shape.element, at) : this.misfitOf(shape, at, 'a map is required');
      case 'object':
        return isRecord(value) ? this.object(value, shape, at) : this.misfitOf(shape, at, 'an object is required');
    }
  }

  /** What stands for nothing: an empty collection where a block wants one, else null. */
  private absent(shape: Shape, at: AttributePath): Packed {
    if ('empty' in shape && shape.empty) return shape.kind === 'map' ? {} : [];
    if (shape.kind !== 'object' || !shape.always) return null;
    const nothing = Object.keys(shape.members).map((name) => [name, null]);
    return this.object(Object.fromEntries(nothing) as ValueObject, shape, at);
  }

  private unknown(value: Packed, shape: Shape, at: AttributePath): Packed {
    if (this.mayBeUnknown) return value;
    this.misfit(at, 'unknown', 'the value is still unknown');
    return this.absent(shape, at);
  }

  private number(value: Value, at: AttributePath): Packed {
    try {
      return encodeNumber(value, formatPath(at));
    } catch (error) {
      if (error instanceof WireError) return this.misfit(at, 'wrong', error.problem);
      throw error;
    }
  }

  private items(items: readonly Value[], shapeAt: (index: number) => Shape, at: AttributePath): Packed {
    return items.map((item, index) => this.encode(item, shapeAt(index), [...at, { index }]));
  }

  private map(value: ValueObject, element: Shape, at: AttributePath): Packed {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, this.encode(item, element, [...at, { key }])]),
    );
  }

  private object(value: ValueObject, { members }: ObjectShape, at: AttributePath): Packed {
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(members, name))
        this.misfit([...at, { attribute: name }], 'wrong', 'the schema has no such name');
    }
    return Object.fromEntries(
      Object.entries(members).map(([name, member]) => {
        const path = [...at, { attribute: name }];
        const item = Object.hasOwn(value, name) ? (value[name] as Value | undefined) : undefined;
        if (item === undefined) this.misfit(path, 'missing', 'the value is missing');
        return [name, this.encode(item, member, path)];
      }),
    );
  }

  private dynamic(value: Value, at: AttributePath): Packed {
    const type = typeOfValue(value);
    return [encodeType(type), this.encode(value, shapeOfType(type), at)];
  }

  private misfit(at: AttributePath, kind: Misfit['kind'], problem: string): null {
    this.misfits.push({ at, kind, problem });
    return null;
  }

  private misfitOf(shape: Shape, at: AttributePath, problem: string): Packed {
    this.misfit(at, 'wrong', problem);
    return this.absent(shape, at);
  }
}

/** An array, a Map or a Date is none: msgpack would write the last two as empty maps, silently. */
const isRecord = (value: Value): value is ValueObject => Object.prototype.toString.call(value) === '[object Object]';
