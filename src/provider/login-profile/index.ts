export { loginProfileDataSource } from './data-source';
export { loginProfileResource } from './resource';
export type { SyncStatus } from './schema';
