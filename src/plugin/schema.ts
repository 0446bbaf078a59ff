/** Terraform's type constraints. `dynamic` is a value of any type. */
export type Type =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | { readonly list: Type }
  | { readonly set: Type }
  | { readonly map: Type }
  | { readonly object: Readonly<Record<string, Type>> }
  | { readonly tuple: readonly Type[] };

/** An attribute whose value is made of further attributes (`timeouts = { create = "5m" }`). */
export interface NestedAttributes {
  readonly nesting: 'single' | 'list' | 'set' | 'map';
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/**
 * One attribute. At least one of `required`, `optional` and `computed`; `required` excludes the others.
 * An attribute with a default must be optional and computed: Terraform allows a planned value only there.
 */
export interface Attribute {
  /** A type constraint, or nested attributes. */
  readonly type: Type | NestedAttributes;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  /** Hides the value in Terraform's output. It still travels and is stored in clear. */
  readonly sensitive?: boolean;
  /** Never stored: null in plan and state, present in configuration only. Terraform 1.11 and later. */
  readonly writeOnly?: boolean;
  /** Markdown. */
  readonly description: string;
  readonly deprecated?: boolean;
}

/** A nested block (`endpoints { iam = "..." }`). */
export interface NestedBlock {
  readonly nesting: 'single' | 'list' | 'set' | 'map' | 'group';
  readonly block: Block;
  /** For `list` and `set`. @default 0 */
  readonly minItems?: number;
  /** For `list` and `set`; 0 means no limit. @default 0 */
  readonly maxItems?: number;
}

export interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks?: Readonly<Record<string, NestedBlock>>;
  /** Markdown. */
  readonly description?: string;
}

/** A resource's, data source's or provider's schema. */
export interface Schema extends Block {
  /** Raised when stored state changes shape; older states are upgraded by the resource. */
  readonly version: number;
}

export const isNested = (type: Type | NestedAttributes): type is NestedAttributes =>
  typeof type === 'object' && 'nesting' in type;
