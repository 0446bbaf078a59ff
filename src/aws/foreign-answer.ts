import { AwsCallError } from './errors';

interface Output {
  readonly $metadata?: { readonly requestId?: string };
}

/**
 * AWS gives every answer a request id. One without is the page of a proxy or of a network's sign-in; where an operation
 * answers nothing, as UpdateLoginProfile does, the SDK would take it for success.
 * @throws AwsCallError `unexpected`
 */
export function fromAws<T>(operation: string, output: T): T {
  const metadata = (output as Output | undefined)?.$metadata;
  if (metadata === undefined || metadata.requestId !== undefined) return output;
  throw new AwsCallError({
    operation,
    failure: 'unexpected',
    code: 'NotFromAws',
    text: 'the answer has no request id, so it came from something in front of AWS, such as a proxy',
  });
}
