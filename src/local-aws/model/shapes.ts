/** The part of AWS's service models that inputs are declared with; types and checks both follow from a declaration. */

export interface StringShape {
  readonly kind: 'string';
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /** Lengths are in characters unless the limit is one of storage. */
  readonly unit?: 'bytes';
  /** Never journalled, never quoted in an error. */
  readonly sensitive?: true;
}
export interface BooleanShape {
  readonly kind: 'boolean';
  readonly sensitive?: undefined;
}
export interface IntegerShape {
  readonly kind: 'integer';
  readonly min?: number;
  readonly max?: number;
  readonly sensitive?: undefined;
}
export interface TimestampShape {
  readonly kind: 'timestamp';
  readonly sensitive?: undefined;
}
export interface BlobShape {
  readonly kind: 'blob';
  readonly min?: number;
  readonly max?: number;
  readonly sensitive?: true;
}
export interface ListShape {
  readonly kind: 'list';
  readonly of: Shape;
  readonly min?: number;
  readonly max?: number;
  readonly sensitive?: undefined;
}
export interface StructureShape {
  readonly kind: 'structure';
  readonly members: Members;
  readonly sensitive?: undefined;
}
export type Shape = StringShape | BooleanShape | IntegerShape | TimestampShape | BlobShape | ListShape | StructureShape;

/** Members in lower camel case; on the wire the first letter is upper case. */
export type Members = Readonly<Record<string, Shape & { readonly required?: true }>>;

type Value<S> = S extends StringShape
  ? string
  : S extends BooleanShape
    ? boolean
    : S extends IntegerShape
      ? number
      : S extends TimestampShape
        ? Date
        : S extends BlobShape
          ? Buffer
          : S extends { readonly kind: 'list'; readonly of: infer Element }
            ? Value<Element>[]
            : S extends { readonly kind: 'structure'; readonly members: infer Inner }
              ? Input<Inner>
              : never;

/** What an operation receives once its members were decoded and checked. */
export type Input<M> = {
  readonly [K in keyof M as M[K] extends { readonly required: true } ? K : never]: Value<M[K]>;
} & {
  readonly [K in keyof M as M[K] extends { readonly required: true } ? never : K]?: Value<M[K]>;
};

export const required = <S extends Shape>(shape: S): S & { readonly required: true } => ({ ...shape, required: true });

export const boolean = { kind: 'boolean' } as const satisfies Shape;

export const timestamp = { kind: 'timestamp' } as const satisfies Shape;

export const wireName = (member: string): string => member.charAt(0).toUpperCase() + member.slice(1);
