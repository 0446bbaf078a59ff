/** What is loaded once the handshake is out. */
export { Server } from '../server';
export { grpcHandler } from './grpc-handler';
