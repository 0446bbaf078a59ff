import type { Service } from '../model/service';
import { ServiceError } from '../model/service-error';
import type { Violation } from '../model/validation';

const quote = (value: string | undefined) => (value === undefined ? '' : ` '${value}'`);

/** All broken constraints in one answer, in AWS's words. */
export const validationError = (service: Service, broken: readonly Violation[]): ServiceError => {
  const count = broken.length === 1 ? '1 validation error' : `${broken.length} validation errors`;
  const details = broken.map(({ member, constraint, value }) => {
    const shown = service.quotesInvalidValues ? quote(value) : '';
    return `Value${shown} at '${member}' failed to satisfy constraint: ${constraint}`;
  });
  return new ServiceError(service.codes.validation, `${count} detected: ${details.join('; ')}`);
};
