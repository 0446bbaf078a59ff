import {
  CreateUserCommand,
  DeleteUserCommand,
  GetUserCommand,
  ListGroupsForUserCommand,
  ListUsersCommand,
  ListUserTagsCommand,
  paginateListUsers,
  TagUserCommand,
  UntagUserCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { clientsFor, failureOf, MINUTE, PASSWORD, sendIam, useLocalAws } from './support';

const fixture = useLocalAws();

describe('CreateUser', () => {
  it('answers path, unique id, ARN and tags', async () => {
    const { User } = await fixture.iam.send(
      new CreateUserCommand({ UserName: 'alice', Path: '/team/a/', Tags: [{ Key: 'cost centre', Value: 'R+D @ co' }] }),
    );
    expect(User).toMatchObject({
      UserName: 'alice',
      Path: '/team/a/',
      Arn: 'arn:aws:iam::111122223333:user/team/a/alice',
      UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
      Tags: [{ Key: 'cost centre', Value: 'R+D @ co' }],
    });
  });

  it('takes names for equal that differ in case', async () => {
    fixture.aws.users.create({ userName: 'alice' });
    expect(await failureOf(fixture.iam.send(new CreateUserCommand({ UserName: 'Alice' })))).toEqual({
      name: 'EntityAlreadyExistsException',
      status: 409,
      message: 'User with name Alice already exists.',
    });
  });

  it('gives a user made again under one name another id', async () => {
    const { userId } = fixture.aws.users.create({ userName: 'alice' });
    fixture.aws.users.delete('alice');
    expect(fixture.aws.users.create({ userName: 'alice' }).userId).not.toBe(userId);
  });

  it.each([
    { name: 'a space in the name', input: { UserName: 'a b' } },
    { name: 'a path without a slash at its end', input: { UserName: 'alice', Path: '/team' } },
    { name: 'a tag key with a forbidden character', input: { UserName: 'alice', Tags: [{ Key: '#', Value: '' }] } },
    { name: 'no name', input: {} },
  ])('refuses $name', async ({ input }) => {
    const failure = await failureOf(fixture.iam.send(new CreateUserCommand(input as never)));
    expect(failure).toMatchObject({ name: 'ValidationError', status: 400 });
  });

  it('names the place of a wrong list element', async () => {
    const response = await sendIam(
      fixture.aws,
      'Action=CreateUser&UserName=alice&Tags.member.1.Key=a&Tags.member.1.Value=&Tags.member.2.Key=%23&Tags.member.2.Value=',
    );
    expect(await response.text()).toContain("Value at 'tags.2.member.key' failed to satisfy constraint");
  });

  it('stops at the quota of users', async () => {
    for (let at = fixture.aws.users.size; at < 5000; at += 1) fixture.aws.users.create({ userName: `user-${at}` });
    expect(await failureOf(fixture.iam.send(new CreateUserCommand({ UserName: 'alice' })))).toEqual({
      name: 'LimitExceededException',
      status: 409,
      message: 'Cannot exceed quota for UsersPerAccount: 5000',
    });
  });
});

describe('GetUser', () => {
  it('answers the calling user where no name is given', async () => {
    const { User } = await fixture.iam.send(new GetUserCommand({}));
    expect(User!.UserName).toBe('local-admin');
  });

  it('shows the last sign-in only after one, and several within five minutes as one', async () => {
    fixture.aws.users.create({ userName: 'alice' });
    fixture.aws.loginProfiles.create({ userName: 'alice', password: PASSWORD });
    const lastUsed = async () => {
      const { User } = await fixture.iam.send(new GetUserCommand({ UserName: 'alice' }));
      return User!.PasswordLastUsed;
    };
    expect(await lastUsed()).toBeUndefined();
    fixture.aws.signIn('alice', PASSWORD);
    const first = await lastUsed();
    fixture.clock.advance(4 * MINUTE);
    fixture.aws.signIn('alice', PASSWORD);
    expect(await lastUsed()).toEqual(first);
    fixture.clock.advance(4 * MINUTE);
    fixture.aws.signIn('alice', PASSWORD);
    expect((await lastUsed())!.getTime()).toBeGreaterThan(first!.getTime());
  });

  it('finds names of up to 128 characters in its check', async () => {
    const found = (length: number) => failureOf(fixture.iam.send(new GetUserCommand({ UserName: 'x'.repeat(length) })));
    expect(await found(128)).toMatchObject({ name: 'NoSuchEntityException' });
    expect(await found(129)).toMatchObject({ name: 'ValidationError' });
  });
});

describe('UpdateUser', () => {
  it('renames and moves; id, profile and keys stay', async () => {
    const { userId } = fixture.aws.users.create({ userName: 'alice' });
    fixture.aws.loginProfiles.create({ userName: 'alice', password: PASSWORD });
    const keys = fixture.aws.identities.add({ userName: 'alice' });
    await fixture.iam.send(new UpdateUserCommand({ UserName: 'ALICE', NewUserName: 'alicia', NewPath: '/ops/' }));
    const { User } = await clientsFor(fixture.aws, keys).iam.send(new GetUserCommand({}));
    expect(User).toMatchObject({
      UserName: 'alicia',
      UserId: userId,
      Arn: 'arn:aws:iam::111122223333:user/ops/alicia',
    });
    expect(fixture.aws.signIn('alicia', PASSWORD).outcome).toBe('signed-in');
    expect(fixture.aws.users.get('alice')).toBeUndefined();
  });

  it('may change the case of a name, but not take the name of another', async () => {
    fixture.aws.users.create({ userName: 'alice' });
    fixture.aws.users.create({ userName: 'bob' });
    await fixture.iam.send(new UpdateUserCommand({ UserName: 'alice', NewUserName: 'Alice' }));
    expect(fixture.aws.users.get('alice')!.userName).toBe('Alice');
    const taken = fixture.iam.send(new UpdateUserCommand({ UserName: 'alice', NewUserName: 'BOB' }));
    expect(await failureOf(taken)).toMatchObject({ name: 'EntityAlreadyExistsException', status: 409 });
  });
});

describe('DeleteUser', () => {
  const deleteAlice = () => fixture.iam.send(new DeleteUserCommand({ UserName: 'alice' }));

  it('waits until login profile and access keys are gone', async () => {
    fixture.aws.users.create({ userName: 'alice' });
    fixture.aws.loginProfiles.create({ userName: 'alice', password: PASSWORD });
    const { accessKeyId } = fixture.aws.identities.add({ userName: 'alice' });
    const conflict = { name: 'DeleteConflictException', status: 409 };
    expect(await failureOf(deleteAlice())).toMatchObject(conflict);
    fixture.aws.loginProfiles.delete('alice');
    expect(await failureOf(deleteAlice())).toMatchObject(conflict);
    fixture.aws.identities.remove(accessKeyId);
    await deleteAlice();
    expect(await failureOf(deleteAlice())).toMatchObject({ name: 'NoSuchEntityException', status: 404 });
  });

  it('takes the keys along where an administrator deletes in the console', async () => {
    fixture.aws.users.create({ userName: 'alice' });
    const { iam } = clientsFor(fixture.aws, fixture.aws.identities.add({ userName: 'alice' }));
    fixture.aws.users.delete('alice');
    fixture.aws.users.create({ userName: 'alice' });
    expect(await failureOf(iam.send(new GetUserCommand({})))).toMatchObject({ name: 'InvalidClientTokenId' });
  });
});

describe('ListUsers', () => {
  beforeEach(() => {
    for (const userName of ['bob', 'Carol', 'alice']) fixture.aws.users.create({ userName });
    fixture.aws.users.create({ userName: 'dan', path: '/ops/' });
  });

  const namesOf = async (input: { PathPrefix?: string }, pageSize: number) => {
    const names: (string | undefined)[] = [];
    for await (const page of paginateListUsers({ client: fixture.iam, pageSize }, input)) {
      names.push(...page.Users!.map(({ UserName }) => UserName));
    }
    return names;
  };

  it('goes by name without regard to case, page by page', async () => {
    expect(await namesOf({}, 2)).toEqual(['alice', 'bob', 'Carol', 'dan', 'local-admin']);
  });

  it('keeps to a path', async () => {
    expect(await namesOf({ PathPrefix: '/ops/' }, 100)).toEqual(['dan']);
  });

  it('tells neither tags nor a marker that is not needed', async () => {
    fixture.aws.users.create({ userName: 'erin', tags: { a: 'b' } });
    const { Users, IsTruncated, Marker } = await fixture.iam.send(new ListUsersCommand({}));
    expect(Users!.every(({ Tags }) => Tags === undefined)).toBe(true);
    expect({ IsTruncated, Marker }).toEqual({ IsTruncated: false, Marker: undefined });
  });

  it('refuses a marker it never gave', async () => {
    expect(await failureOf(fixture.iam.send(new ListUsersCommand({ Marker: 'x' })))).toMatchObject({ status: 400 });
  });
});

describe('tags of a user', () => {
  it('are added, replaced and removed', async () => {
    fixture.aws.users.create({ userName: 'alice', tags: { a: '1', b: '2' } });
    const target = { UserName: 'alice' };
    await fixture.iam.send(
      new TagUserCommand({
        ...target,
        Tags: [
          { Key: 'b', Value: '3' },
          { Key: 'c', Value: '' },
        ],
      }),
    );
    await fixture.iam.send(new UntagUserCommand({ ...target, TagKeys: ['a'] }));
    const { Tags, IsTruncated } = await fixture.iam.send(new ListUserTagsCommand(target));
    expect(Tags).toEqual([
      { Key: 'b', Value: '3' },
      { Key: 'c', Value: '' },
    ]);
    expect(IsTruncated).toBe(false);
  });

  it('are fifty at most', async () => {
    const tags = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`tag-${at}`, '']));
    fixture.aws.users.create({ userName: 'alice', tags });
    const command = new TagUserCommand({ UserName: 'alice', Tags: [{ Key: 'one-more', Value: '' }] });
    expect(await failureOf(fixture.iam.send(command))).toMatchObject({ name: 'LimitExceededException', status: 409 });
  });
});

it('knows every user to be in no group', async () => {
  fixture.aws.users.create({ userName: 'alice' });
  const { Groups } = await fixture.iam.send(new ListGroupsForUserCommand({ UserName: 'alice' }));
  expect(Groups).toEqual([]);
});
