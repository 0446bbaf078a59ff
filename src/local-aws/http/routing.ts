import type { Decoded, Operation, Service } from '../model/service';
import { ServiceError } from '../model/service-error';
import { decodeJson, parseJson } from '../protocol/json11';
import { decodeQuery, parseForm } from '../protocol/query-xml';
import { headerOf, type HttpRequest } from './request';

export interface Services {
  readonly iam: Service;
  readonly sts: Service;
  readonly secretsManager: Service;
  readonly cloudTrail: Service;
}

/** A request, understood as far as it can be. */
export interface ServiceCall {
  readonly service: Service;
  readonly operationName: string;
  /** Undefined where the service has no such operation. */
  readonly operation: Operation | undefined;
  readonly decoded: Decoded;
}

/** By its own name only: `constructor` is no operation. */
const operationOf = ({ operations }: Service, name: string): Operation | undefined =>
  Object.hasOwn(operations, name) ? operations[name] : undefined;

const readJson = (service: Service, operationName: string, request: HttpRequest): ServiceCall => {
  const operation = operationOf(service, operationName);
  try {
    const decoded = decodeJson(operation?.input ?? {}, parseJson(request.body.toString()));
    return { service, operationName, operation, decoded };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { service, operationName, operation, decoded: { input: {}, malformed: error } };
  }
};

const readForm = ({ iam, sts }: Services, request: HttpRequest): ServiceCall => {
  const parameters = parseForm(request.method === 'GET' ? request.query : request.body.toString());
  const service = parameters.get('Version') === sts.version ? sts : iam;
  const operationName = parameters.get('Action') ?? '';
  // An operation exists only together with its version.
  const known = parameters.get('Version') === service.version;
  const operation = known ? operationOf(service, operationName) : undefined;
  return { service, operationName, operation, decoded: decodeQuery(operation?.input ?? {}, parameters) };
};

/**
 * `Service.Operation`, as the SDK for JavaScript writes it, or with the service's namespace in front, as the CLI does.
 * A target of neither service gets Secrets Manager's answer to an operation that it does not know.
 */
const readTarget = ({ secretsManager, cloudTrail }: Services, target: string, request: HttpRequest): ServiceCall => {
  const [operationName = '', targetName] = target.split('.').reverse();
  const service = [secretsManager, cloudTrail].find((one) => one.targetName === targetName);
  return readJson(service ?? secretsManager, service === undefined ? target : operationName, request);
};

/** All services share one port: a target header means JSON, the `Version` of a form tells IAM from STS. */
export const route = (services: Services, request: HttpRequest): ServiceCall => {
  const target = headerOf(request, 'x-amz-target');
  return target === undefined ? readForm(services, request) : readTarget(services, target, request);
};
