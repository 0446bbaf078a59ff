export { loginProfileDataSource } from './data-source';
export { EXPLANATIONS } from './diagnostics';
export { loginProfileResource } from './resource';
export type { SyncStatus } from './schema';
