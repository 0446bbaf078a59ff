import { decodeRawState } from '../../../src/plugin/wire/raw-state';
import { WireError } from '../../../src/plugin/wire/wire-error';
import { checkStoredState } from '../../../src/provider/login-profile/stored-state';
import { moveLoginProfile } from '../../../src/provider/login-profile/take-over';

export const seeds = [
  '{"id":"alice","user_name":"alice"}',
  '{"user":"alice","password":"x","id":"alice"}',
  '[]',
  '{"id":null}',
];
export const words = ['"user":"', '"id":', 'null', '__proto__', '\ufeff'];

const SOURCE = { sourceProvider: 'registry.terraform.io/hashicorp/aws', sourceType: 'aws_iam_user_login_profile' };

/** Stored state, as UpgradeResourceState and MoveResourceState get it: an object or a WireError. */
export function fuzz(data: Buffer): void {
  try {
    const sourceState = decodeRawState({ json: new Uint8Array(data), flatmap: {} });
    const { state, diagnostics } = moveLoginProfile({ ...SOURCE, sourceSchemaVersion: 0, sourceState });
    if ((state === null) !== diagnostics.some(({ severity }) => severity === 'error'))
      throw new Error('neither a state nor an error');
    for (const { detail } of checkStoredState(sourceState))
      if (!detail.startsWith('In the state of')) throw new Error('another error');
  } catch (thrown) {
    if (!(thrown instanceof WireError)) throw thrown;
  }
}
