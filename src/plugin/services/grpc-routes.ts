import type { DescMethod } from '@bufbuild/protobuf';
import { type Answering, answerUnary, type Unary } from './grpc-call';

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

export const unaryRoutes = <Of extends Service>(service: Of, implementation: Implementation<Of>): Routes =>
  Object.entries(implementation as Readonly<Record<string, Unary>>).map(([name, run]) => {
    const method = service.method[name];
    return [pathOf(service, method), answerUnary(method, run)];
  });
