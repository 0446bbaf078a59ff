export { loginProfileResource } from './resource';
