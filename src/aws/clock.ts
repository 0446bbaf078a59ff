import type { Pluggable } from '@smithy/types';

/** When the last answer of each client came, by AWS's own clock. */
export interface AwsClock {
  /** The `Date` of the answer that carries this metadata. Falls back to this machine's clock. */
  dateOf(output: object): Date;
  readonly plugin: Pluggable<object, object>;
}

/**
 * Remembers the `Date` header of every answer. What a login profile is compared with later (the credential report)
 * is on AWS's clock, and this machine's may be an hour off.
 */
export function awsClock(): AwsClock {
  const dates = new WeakMap<object, Date>();
  return {
    dateOf: (output) => dates.get(output) ?? new Date(),
    plugin: {
      applyToStack: (stack) => {
        stack.add(
          (next) => async (args) => {
            const result = await next(args);
            const date = dateHeader(result.response);
            if (date !== undefined && result.output !== undefined) dates.set(result.output, date);
            return result;
          },
          // Before the SDK's deserializer in the list, so that its output is what comes back from `next`.
          { step: 'deserialize', name: 'rememberDate', priority: 'high', override: true },
        );
      },
    },
  };
}

function dateHeader(response: unknown): Date | undefined {
  const { headers } = response as { headers?: Record<string, string> };
  const milliseconds = Date.parse(headers?.date ?? '');
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds);
}
