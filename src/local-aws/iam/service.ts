import { QUERY_CODES, QUERY_COMMON_ERRORS } from '../model/common-errors';
import type { Service } from '../model/service';
import { queryXml } from '../protocol/query-xml';
import { accountOperations } from './account-operations';
import type { Iam } from './iam';
import { loginProfileOperations } from './login-profile-operations';
import { userOperations } from './user-operations';
import { userTagOperations } from './user-tag-operations';

const ERROR_STATUS = {
  ...QUERY_COMMON_ERRORS,
  ConcurrentModification: 409,
  DeleteConflict: 409,
  EntityAlreadyExists: 409,
  EntityTemporarilyUnmodifiable: 409,
  InvalidInput: 400,
  InvalidUserType: 400,
  LimitExceeded: 409,
  MalformedPolicyDocument: 400,
  NoSuchEntity: 404,
  PasswordPolicyViolation: 400,
  ReportExpired: 410,
  ReportInProgress: 404,
  ReportNotPresent: 410,
  ServiceFailure: 500,
} as const;

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html */
export const iamService = (iam: Iam): Service => ({
  name: 'iam',
  protocol: queryXml,
  version: '2010-05-08',
  operations: {
    ...userOperations(iam),
    ...userTagOperations(iam),
    ...loginProfileOperations(iam),
    ...accountOperations(iam),
  },
  errorStatus: ERROR_STATUS,
  codes: { ...QUERY_CODES, internal: 'ServiceFailure' },
  quotesInvalidValues: false,
});
