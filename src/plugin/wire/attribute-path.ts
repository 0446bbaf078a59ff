import type { MessageInitShape } from '@bufbuild/protobuf';
import type { AttributePath, PathStep } from '../attribute-path';
import type { AttributePathSchema } from '../generated/tfplugin6_pb';

type AttributePathInit = MessageInitShape<typeof AttributePathSchema>;
type StepInit = NonNullable<AttributePathInit['steps']>[number];

function encodeStep(step: PathStep): StepInit {
  if ('attribute' in step) return { selector: { case: 'attributeName', value: step.attribute } };
  if ('key' in step) return { selector: { case: 'elementKeyString', value: step.key } };
  return { selector: { case: 'elementKeyInt', value: BigInt(step.index) } };
}

export const encodeAttributePath = (path: AttributePath): AttributePathInit => ({ steps: path.map(encodeStep) });

/** `tags["team"]`, `rules[0].cidr`: as a practitioner would write it. */
export function formatPath(path: AttributePath): string {
  return path.reduce((text, step) => {
    if ('key' in step) return `${text}[${JSON.stringify(step.key)}]`;
    if ('index' in step) return `${text}[${step.index}]`;
    return text === '' ? step.attribute : `${text}.${step.attribute}`;
  }, '');
}
