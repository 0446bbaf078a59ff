export { loginProfileDataSource } from './data-source';
export { loginProfileResource } from './resource';
