import { JSON_CODES, JSON_COMMON_ERRORS } from '../model/common-errors';
import type { Service } from '../model/service';
import { json11 } from '../protocol/json11';
import type { RegionalTrail } from './cloud-trail';
import { lookupEvents } from './lookup-events';

const ERROR_STATUS = {
  ...JSON_COMMON_ERRORS,
  InvalidEventCategoryException: 400,
  InvalidLookupAttributesException: 400,
  InvalidMaxResultsException: 400,
  InvalidNextTokenException: 400,
  InvalidTimeRangeException: 400,
  OperationNotPermittedException: 400,
  UnsupportedOperationException: 400,
} as const;

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/Welcome.html */
export const cloudTrailService = (trail: RegionalTrail): Service => ({
  name: 'cloudtrail',
  protocol: json11,
  version: '2013-11-01',
  targetName: 'CloudTrail_20131101',
  operations: { LookupEvents: lookupEvents(trail) },
  errorStatus: ERROR_STATUS,
  codes: { ...JSON_CODES, internal: 'InternalFailure' },
  quotesInvalidValues: false,
});
