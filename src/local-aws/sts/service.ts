import { QUERY_CODES, QUERY_COMMON_ERRORS } from '../model/common-errors';
import type { Service } from '../model/service';
import { queryXml } from '../protocol/query-xml';
import { stsOperations } from './operations';
import type { Sts } from './sts';

const ERROR_STATUS = {
  ...QUERY_COMMON_ERRORS,
  ExpiredTokenException: 400,
  IDPCommunicationError: 400,
  IDPRejectedClaim: 403,
  InvalidIdentityToken: 400,
  MalformedPolicyDocument: 400,
  PackedPolicyTooLarge: 400,
  RegionDisabledException: 403,
} as const;

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html */
export const stsService = (sts: Sts): Service => ({
  name: 'sts',
  protocol: queryXml,
  version: '2011-06-15',
  operations: stsOperations(sts),
  errorStatus: ERROR_STATUS,
  codes: { ...QUERY_CODES, internal: 'InternalFailure' },
  quotesInvalidValues: true,
});
