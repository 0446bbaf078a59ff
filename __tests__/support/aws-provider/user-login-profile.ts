import { CreateLoginProfileCommand, DeleteLoginProfileCommand, GetLoginProfileCommand } from '@aws-sdk/client-iam';
import { randomBytes, randomInt } from 'node:crypto';
import { isKnown, type ValueObject } from '../../../src/plugin';
import { unlessGone, whenModifiable } from './connection';
import { computed, optional, optionalComputed, required, type ResourceKind } from './kind';

/** One of each class first, so that any password policy is met. */
const CLASSES = ['ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz', '0123456789', '!@#$%^&*()_+-=[]{}|'];

const pick = (from: string): string => from.charAt(randomInt(from.length));

const generatePassword = (length: number): string =>
  Array.from({ length }, (_, index) => pick(CLASSES[index] ?? CLASSES.join(''))).join('');

/**
 * `aws_iam_user_login_profile`, the resource that ours takes the place of: it makes a password up, keeps it in state in
 * clear, and replaces the login profile for any change. With `pgp_key` the real one keeps the password encrypted; here
 * it is forgotten, and something of that form is kept.
 */
export const userLoginProfile: ResourceKind = {
  attributes: {
    id: optionalComputed('string'),
    user: required('string', { forceNew: true }),
    password_length: optional('number', { default: 20, forceNew: true }),
    password_reset_required: optionalComputed('bool', { forceNew: true }),
    pgp_key: optional('string', { forceNew: true }),
    key_fingerprint: computed('string'),
    encrypted_password: computed('string'),
    password: computed('string'),
  },
  create: async (planned, _config, { iam }) => {
    const UserName = planned.user as string;
    const Password = generatePassword(planned.password_length as number);
    const PasswordResetRequired = isKnown(planned.password_reset_required) && planned.password_reset_required === true;
    await whenModifiable(() => iam.send(new CreateLoginProfileCommand({ UserName, Password, PasswordResetRequired })));
    const kept: ValueObject = isKnown(planned.pgp_key)
      ? { key_fingerprint: randomBytes(20).toString('hex'), encrypted_password: randomBytes(256).toString('base64') }
      : { password: Password };
    return { id: UserName, password_reset_required: PasswordResetRequired, ...kept };
  },
  read: async (state, { iam }) => {
    const found = await unlessGone(() => iam.send(new GetLoginProfileCommand({ UserName: state.id as string })));
    if (found === undefined) return undefined;
    return { user: state.id, password_reset_required: found.LoginProfile?.PasswordResetRequired ?? false };
  },
  delete: async (prior, { iam }) => {
    const UserName = prior.id as string;
    await unlessGone(() => whenModifiable(() => iam.send(new DeleteLoginProfileCommand({ UserName }))));
  },
};
