import type { DescMethod } from '@bufbuild/protobuf';
import { type Answering, answerUnary, type Unary } from './grpc-call';
import { Intake } from './intake';

/** Answering by path: `/package.Service/Method`. */
export type Routes = readonly (readonly [path: string, answering: Answering])[];

interface Service {
  readonly typeName: string;
  readonly method: Readonly<Record<string, DescMethod>>;
}

/** The unary methods of a service that are offered. */
export type Implementation<Of extends Service> = {
  readonly [Name in keyof Of['method']]?: Unary<Of['method'][Name]>;
};

export const pathOf = (service: Service, method: DescMethod): string => `/${service.typeName}/${method.name}`;

export function unaryRoutes<Of extends Service>(service: Of, implementation: Implementation<Of>): Routes {
  // One for each service, so that no call of the provider stands in the way of a Shutdown.
  const intake = new Intake();
  return Object.entries(implementation as Readonly<Record<string, Unary>>).map(([name, run]) => {
    const method = service.method[name];
    return [pathOf(service, method), answerUnary(method, run, intake)];
  });
}
