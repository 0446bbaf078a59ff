/** What is said about a finding: whose login profile, what happened, what apply will do. */
import type { Finding, Kind, Status } from './classify';
import { plural } from './text';

/** One login profile, or several that have the same said about them. */
interface Forms {
  readonly is: string;
  readonly was: string;
  readonly has: string;
  readonly asks: string;
  readonly waits: string;
  readonly it: string;
  readonly its: string;
}

const ONE: Forms = { is: 'is', was: 'was', has: 'has', asks: 'asks', waits: 'waits', it: 'it', its: 'its' };
const MANY: Forms = { is: 'are', was: 'were', has: 'have', asks: 'ask', waits: 'wait', it: 'them', its: 'their' };

type Say = (finding: Finding, forms: Forms) => string;

/** `happened` follows "The login profile of the IAM user …", `apply` follows "Apply will". */
interface Words {
  readonly happened: Say;
  readonly apply: Say;
}

const RESEND: Say = () => 'send the password of the secret again';

const isRotated = ({ also }: Finding): boolean => also.includes('rotation');

/** What becomes of a reset that nobody configured: on its own, or along with the password of a new version. */
const SWITCH_OFF: Say = (finding) =>
  isRotated(finding)
    ? 'send the password of the new version of the secret and switch it off again'
    : 'switch it off again and leave the password alone';

const DRIFT: Readonly<Record<Status, Words>> = {
  gone: {
    happened: (_, { was }) => `${was} deleted outside of Terraform`,
    apply: (_, { it }) => `create ${it} again, with the password of the secret`,
  },
  recreated: {
    happened: (_, { was }) =>
      `${was} deleted and made again outside of Terraform, with another password than the one that was applied`,
    apply: RESEND,
  },
  reset_flag_changed: {
    happened: (_, { asks }) =>
      `${asks} for a new password at the next sign-in, because somebody switched that on outside of Terraform`,
    apply: (finding, forms) => {
      if (!finding.settings.passwordResetRequired) return SWITCH_OFF(finding, forms);
      return isRotated(finding)
        ? 'send the password of the new version of the secret, with which the configuration asks for it too'
        : 'take note, because the configuration asks for it with each password too';
    },
  },
  password_changed: {
    happened: (_, { has }) =>
      `${has} another password than the one that was applied: it was changed outside of Terraform`,
    apply: RESEND,
  },
  handed_over: {
    happened: ({ settings }, { has, asks }) => {
      // The reset still stands, so it has not been answered; the report tells only that the password is another one.
      if (settings.isResetPending && settings.passwordResetRequired) {
        return `${has} another password than the one that was applied: it was changed while a reset was asked for, and may be the person's own`;
      }
      return settings.onUserChange === 'enforce' || !settings.isFlagRaised
        ? `${has} a new password, chosen by the person in answer to the forced reset`
        : `${asks} for a new password once more, although the person has chosen one already`;
    },
    apply: (finding, forms) =>
      finding.settings.onUserChange === 'enforce'
        ? 'send the password of the secret again, because on_user_change is "enforce"'
        : SWITCH_OFF(finding, forms),
  },
  // Never drift; here so that no status can be forgotten.
  in_sync: { happened: (_, { is }) => `${is} as applied`, apply: () => 'change nothing' },
  unverified: { happened: (_, { is }) => `${is} not verified yet`, apply: () => 'change nothing' },
  not_checked: { happened: (_, { is }) => `${is} not checked`, apply: () => 'change nothing' },
};

const OTHERS: Readonly<Record<Exclude<Kind, 'drift'>, Words>> = {
  rotation: {
    happened: ({ rotation }, forms) =>
      forms === ONE && rotation !== undefined
        ? `${forms.waits} for a rotation: the secret went from version ${rotation.from} to ${rotation.to}`
        : `${forms.waits} for a rotation: the secret got a new version`,
    apply: () => 'send the password of that version',
  },
  taken_over: {
    happened: (_, { was, its }) => `${was} imported or moved here, and nobody knows ${its} password`,
    apply: ({ settings }, { its }) =>
      settings.existingProfile === 'trust'
        ? `leave ${its} password as it is, because existing_profile is "trust"`
        : `replace ${its} password by the one of the secret`,
  },
  changed: {
    happened: ({ changed }, { is }) =>
      `${is} changed in the configuration${changed.length === 0 ? '' : ` (${changed.join(', ')})`}`,
    apply: (_, { it }) => `bring ${it} into line`,
  },
  new: { happened: (_, { is }) => `${is} new`, apply: (_, { it }) => `create ${it}` },
  removed: {
    happened: (_, { is }) => `${is} not in the configuration any more`,
    apply: ({ settings }, { it }) =>
      settings.isRetained ? `forget ${it} and leave the access` : `delete ${it}, and console access with ${it}`,
  },
  not_checked: {
    happened: (_, { is, its }) =>
      `${is} as applied as far as IAM tells, but the credential report could not be had: a change of ${its} password would have gone unnoticed`,
    apply: () => 'change nothing',
  },
  handed_over: {
    happened: DRIFT.handed_over.happened,
    apply: () => 'leave that in force until the secret gets a new version',
  },
  in_sync: { happened: (_, { is }) => `${is} as applied`, apply: () => 'change nothing' },
};

const wordsFor = ({ kind, status }: Finding): Words => (kind === 'drift' ? DRIFT[status ?? 'in_sync'] : OTHERS[kind]);

/** Which apply is meant: a refresh-only one mends nothing. */
export type WhichApply = 'Apply' | 'The next apply';

const sentences = (finding: Finding, subject: string, forms: Forms, apply: WhichApply): string => {
  const words = wordsFor(finding);
  const next = words.apply(finding, forms);
  const besides = finding.also.map((kind) => BESIDES[kind]?.(finding, next) ?? '').join('');
  return `${subject} ${words.happened(finding, forms)}. ${apply} will ${next}.${besides}`;
};

/** What is added where two things have happened, unless what apply will do says so already. */
const BESIDES: Readonly<Partial<Record<Kind, (finding: Finding, next: string) => string>>> = {
  rotation: (_, next) =>
    next.includes('new version') ? '' : ' The secret has a new version besides, which will be used.',
  changed: ({ changed }) => ` The configuration has changed besides (${changed.join(', ')}).`,
};

/** For one login profile. */
export function tell(finding: Finding, apply: WhichApply): string {
  const whose = finding.userName === undefined ? finding.address : `of the IAM user "${finding.userName}"`;
  return sentences(finding, `The login profile ${whose}`, ONE, apply);
}

/** For several that are alike, see `alike`. */
export const tellMany = (first: Finding, count: number, apply: WhichApply): string =>
  sentences(first, plural(count, 'login profile'), MANY, apply);

/** Findings with the same key have the same said about them. */
export const alike = (finding: Finding): string => sentences(finding, finding.kind, MANY, 'Apply');
