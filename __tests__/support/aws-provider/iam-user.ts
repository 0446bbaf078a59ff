import {
  CreateUserCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  GetUserCommand,
  UpdateUserCommand,
  type User,
} from '@aws-sdk/client-iam';
import type { ValueObject } from '../../../src/plugin';
import { unlessGone, whenModifiable } from './connection';
import { computed, type DataSourceKind, optional, optionalComputed, required, type ResourceKind, same } from './kind';

const identified = (user: User | undefined): ValueObject => ({
  id: user?.UserName ?? null,
  name: user?.UserName ?? null,
  path: user?.Path ?? null,
  arn: user?.Arn ?? null,
  unique_id: user?.UserId ?? null,
});

/**
 * `aws_iam_user`. A changed name or path is an update in place.
 *
 * Two deliberate differences, both harder on whoever depends on it: the real one waits until GetUser finds a new user,
 * and it plans `id` and `arn` of a renamed user as they were, which only the older type system forgives it.
 */
export const iamUser: ResourceKind = {
  attributes: {
    id: optionalComputed('string'),
    arn: computed('string'),
    unique_id: computed('string'),
    name: required('string'),
    path: optional('string', { default: '/' }),
    permissions_boundary: optional('string'),
    force_destroy: optional('bool', { default: false }),
  },
  movedBy: (prior, planned) => [
    ...(same(prior.name, planned.name) ? [] : ['id', 'arn']),
    ...(same(prior.path, planned.path) ? [] : ['arn']),
  ],
  create: async (planned, _config, { iam }) => {
    const input = { UserName: planned.name as string, Path: planned.path as string };
    return identified((await iam.send(new CreateUserCommand(input))).User);
  },
  read: async (state, { iam }) => {
    const found = await unlessGone(() => iam.send(new GetUserCommand({ UserName: state.id as string })));
    return found === undefined ? undefined : identified(found.User);
  },
  update: async (prior, planned, { iam }) => {
    const [UserName, NewUserName, NewPath] = [prior.name, planned.name, planned.path] as string[];
    if (!same(prior.name, planned.name) || !same(prior.path, planned.path)) {
      await whenModifiable(() => iam.send(new UpdateUserCommand({ UserName, NewUserName, NewPath })));
    }
    return identified((await iam.send(new GetUserCommand({ UserName: NewUserName }))).User);
  },
  delete: async (prior, { iam }) => {
    const UserName = prior.name as string;
    if (prior.force_destroy === true) {
      await unlessGone(() => whenModifiable(() => iam.send(new DeleteLoginProfileCommand({ UserName }))));
    }
    await unlessGone(() => iam.send(new DeleteUserCommand({ UserName })));
  },
};

/** `data.aws_iam_user`; its id is the unique id. */
export const dataIamUser: DataSourceKind = {
  attributes: {
    id: optionalComputed('string'),
    arn: computed('string'),
    path: computed('string'),
    permissions_boundary: computed('string'),
    user_id: computed('string'),
    user_name: required('string'),
  },
  read: async (config, { iam }) => {
    const { User: user } = await iam.send(new GetUserCommand({ UserName: config.user_name as string }));
    const { id: user_name, arn, path, unique_id: user_id } = identified(user);
    return { id: user_id, user_id, arn, path, user_name };
  },
};
