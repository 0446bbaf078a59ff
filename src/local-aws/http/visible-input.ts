import type { ServiceCall } from './routing';

/** What of a request may be kept: declared members only, and of those only what is not sensitive. */
export const visibleInput = ({ operation, decoded }: ServiceCall): Record<string, unknown> => {
  const visible: Record<string, unknown> = {};
  for (const [member, shape] of Object.entries(operation?.input ?? {})) {
    const value = decoded.input[member];
    if (value !== undefined && shape.sensitive !== true) visible[member] = value;
  }
  return visible;
};
