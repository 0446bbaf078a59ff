import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

/** Everything in a stack, in the order it was made; a nested stack is a root module of its own and is left out. */
export function* elementsOf(construct: IConstruct): Generator<IConstruct> {
  for (const child of construct.node.children) {
    if (TerraformStack.isStack(child)) continue;
    yield child;
    yield* elementsOf(child);
  }
}
