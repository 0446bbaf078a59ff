/**
 * Speaks Terraform plugin protocol 6 for any provider: implement {@link Provider}, pass it to {@link serve}.
 *
 * What belongs here: the process (handshake, certificate, signals, end), the calls (rpc/), the companion services
 * (services/) and the translation between the wire and native values (wire/). Protobuf and msgpack never leave rpc/,
 * wire/ and services/. What never belongs here: what a particular provider manages; this room knows no AWS.
 */
export * from './attribute-path';
export * from './diagnostic';
export * from './log';
export { keepMemoryPrivate, revealingOptionProblem } from './private-memory';
export * from './provider';
export * from './schema';
export * from './serve';
export * from './value';
