import type { Fault } from '../faults';
import type { WireResponse } from '../model/service';

/** What the connection does once a request was dealt with. */
export type Reply =
  | {
      readonly delivery: 'complete' | 'truncated';
      readonly response: WireResponse;
      /** Only the service itself gives one. */
      readonly requestId?: string;
    }
  | { readonly delivery: 'reset' }
  | { readonly delivery: 'none' };

const DEFAULT_PAGE = '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>';
const DEFAULT_NONSENSE = '<<neither XML nor JSON';

/** The reply of a fault that keeps the service from acting; undefined where the service acts. */
export const replyInstead = (fault: Fault | undefined): Reply | undefined => {
  switch (fault?.kind) {
    case 'reset-before':
      return { delivery: 'reset' };
    case 'no-answer':
      return fault.acted ? undefined : { delivery: 'none' };
    case 'wrong-content-type': {
      const { status = 502, body = DEFAULT_PAGE } = fault;
      return { delivery: 'complete', response: { status, contentType: 'text/html', body } };
    }
    case 'status':
      return { delivery: 'complete', response: { status: fault.status, contentType: '', body: '' } };
    case undefined:
    case 'error':
    case 'delay':
    case 'reset-after':
    case 'truncated-body':
    case 'malformed-body':
    case 'clock-skew':
    case 'rate-limit':
      return undefined;
  }
};

/** What becomes of the service's answer on its way back. */
export const replyWith = (fault: Fault | undefined, response: WireResponse, requestId: string): Reply => {
  switch (fault?.kind) {
    case 'reset-after':
      return { delivery: 'reset' };
    case 'no-answer':
      return { delivery: 'none' };
    case 'truncated-body':
      return { delivery: 'truncated', response, requestId };
    case 'malformed-body': {
      const { body = DEFAULT_NONSENSE } = fault;
      return { delivery: 'complete', response: { ...response, body }, requestId };
    }
    case undefined:
    case 'error':
    case 'delay':
    case 'reset-before':
    case 'wrong-content-type':
    case 'status':
    case 'clock-skew':
    case 'rate-limit':
      return { delivery: 'complete', response, requestId };
  }
};
