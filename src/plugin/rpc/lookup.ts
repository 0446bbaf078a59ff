import type { DataSource, Resource } from '../provider';
import type { Handling } from './handling';
import { Refusal } from './refusal';

/** @throws {@link Refusal} for a type that the provider does not have */
export const managedResource = ({ provider, subject }: Handling): Resource =>
  known(provider.resources, subject.typeName, 'resource');

/** @throws {@link Refusal} for a type that the provider does not have */
export const dataSource = ({ provider, subject }: Handling): DataSource =>
  known(provider.dataSources, subject.typeName, 'data source');

function known<T>(types: Readonly<Record<string, T>>, typeName: string, kind: string): T {
  const type = Object.hasOwn(types, typeName) ? types[typeName] : undefined;
  if (type !== undefined) return type;
  throw new Refusal({
    severity: 'error',
    summary: `Unknown ${kind} type`,
    detail: `This version of the provider has no ${kind} "${typeName}". It may need an upgrade: terraform init -upgrade.`,
  });
}
