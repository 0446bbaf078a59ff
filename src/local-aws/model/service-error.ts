/** An answer a service gives instead of a result, by its code on the wire (IAM's carry no `Exception`). */
export class ServiceError extends Error {
  constructor(
    readonly code: string,
    /** Empty where the real service sends none. Never holds a secret value. */
    message: string,
    /** HTTP status, where it is not the documented one for the code. */
    readonly status?: number,
  ) {
    super(message);
    this.name = 'ServiceError';
  }
}

/** Why a request's signature was not accepted; each service has its own code for each reason. */
export type AuthenticationProblem = 'missing' | 'incomplete' | 'unknown-access-key' | 'wrong-signature' | 'expired';

export class AuthenticationError extends Error {
  constructor(
    readonly problem: AuthenticationProblem,
    message: string,
  ) {
    super(message);
    this.name = 'AuthenticationError';
  }
}
