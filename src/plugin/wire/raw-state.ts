import { requireModestJson } from './modest';
import { WireError } from './wire-error';

/** What {@link decodeRawState} reads of the protocol's message. */
interface RawStateBytes {
  readonly json: Uint8Array;
  readonly flatmap: Readonly<Record<string, string>>;
}

/**
 * Stored state as JSON, in whatever schema version it was written.
 * @throws {@link WireError} for state that was edited, cut off, or written by a Terraform older than 0.12
 */
export function decodeRawState(state: RawStateBytes | undefined): Readonly<Record<string, unknown>> {
  if (state === undefined || state.json.length === 0) {
    const old = state !== undefined && Object.keys(state.flatmap).length > 0;
    throw new WireError('', old ? 'the stored state is from before Terraform 0.12' : 'the stored state is empty');
  }
  const json = parse(state.json);
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Record<string, unknown>;
  throw new WireError('', 'the stored state is not a JSON object');
}

/** The parser's own message quotes the text, and state may hold secrets. */
function parse(bytes: Uint8Array): unknown {
  requireModestJson(bytes);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new WireError('', 'the stored state is not valid JSON');
  }
}
