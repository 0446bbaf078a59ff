import { GenerateCredentialReportCommand, GetCredentialReportCommand } from '@aws-sdk/client-iam';
import { DAY, failureOf, HOUR, OTHER_PASSWORD, PASSWORD, sendIam, useLocalAws } from './support';

const fixture = useLocalAws();

const generate = () => fixture.iam.send(new GenerateCredentialReportCommand({}));
const get = () => fixture.iam.send(new GetCredentialReportCommand({}));

/** Makes a report and reads its rows by column name. */
const rowsOf = async (): Promise<Record<string, string>[]> => {
  await generate();
  fixture.clock.advance(2000);
  const text = Buffer.from((await get()).Content!).toString();
  const [header = [], ...rows] = text.split('\n').map((line) => line.split(','));
  return rows.map((cells) => Object.fromEntries(header.map((name, at) => [name, cells[at]])));
};

const iso = (date: Date) => date.toISOString().replace(/\.\d{3}/, '');

describe('the life of a credential report', () => {
  it('starts, is in progress for a while, and is then complete', async () => {
    expect(await failureOf(get())).toMatchObject({ name: 'CredentialReportNotPresentException', status: 410 });
    expect(await generate()).toMatchObject({
      State: 'STARTED',
      Description: 'No report exists. Starting a new report generation task',
    });
    expect(await failureOf(get())).toMatchObject({ name: 'CredentialReportNotReadyException', status: 404 });
    expect((await generate()).State).toBe('INPROGRESS');
    fixture.clock.advance(2000);
    const complete = await generate();
    expect(complete).toMatchObject({ State: 'COMPLETE' });
    expect(complete).not.toHaveProperty('Description');
    expect(await get()).toMatchObject({ ReportFormat: 'text/csv', GeneratedTime: expect.any(Date) });
  });

  it('answers its errors without a message', async () => {
    const response = await sendIam(fixture.aws, 'Action=GetCredentialReport');
    expect(await response.text()).toContain('<Error><Type>Sender</Type><Code>ReportNotPresent</Code></Error>');
  });

  it('is the same for four hours, whatever changes; then it expires', async () => {
    await generate();
    fixture.clock.advance(2000);
    const first = await get();
    fixture.aws.users.create({ userName: 'alice' });
    fixture.clock.advance(3 * HOUR);
    expect((await generate()).State).toBe('COMPLETE');
    const later = await get();
    expect(later.GeneratedTime).toEqual(first.GeneratedTime);
    expect(later.Content).toEqual(first.Content);
    fixture.clock.advance(HOUR);
    expect(await failureOf(get())).toMatchObject({ name: 'CredentialReportExpiredException', status: 410 });
    expect((await generate()).State).toBe('STARTED');
    fixture.clock.advance(2000);
    expect(Buffer.from((await get()).Content!).toString()).toContain('\nalice,');
  });

  it('can be made to take for ever', async () => {
    fixture.aws.consistency.iam.credentialReportGenerationMs = Infinity;
    await generate();
    fixture.clock.advance(3 * HOUR);
    expect(await failureOf(get())).toMatchObject({ name: 'CredentialReportNotReadyException' });
  });
});

describe('the content of a credential report', () => {
  it('is a header, root, and the users by name without regard to case, without a line break at the end', async () => {
    for (const userName of ['bob', 'Carol', 'alice']) fixture.aws.users.create({ userName });
    await generate();
    fixture.clock.advance(2000);
    const lines = Buffer.from((await get()).Content!)
      .toString()
      .split('\n');
    expect(lines[0].split(',')).toHaveLength(22);
    expect(lines[0]).toMatch(/^user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,/);
    expect(lines.map((line) => line.split(',')[0])).toEqual([
      'user',
      '<root_account>',
      'alice',
      'bob',
      'Carol',
      'local-admin',
    ]);
  });

  it('tells when a password was made, changed, used and runs out', async () => {
    fixture.aws.passwordPolicy.update({ maxPasswordAge: 90 });
    fixture.aws.users.create({ userName: 'alice' });
    const { createDate } = fixture.aws.loginProfiles.create({ userName: 'alice', password: PASSWORD });
    fixture.clock.advance(HOUR);
    const { passwordLastChanged } = fixture.aws.loginProfiles.update('alice', { password: OTHER_PASSWORD });
    fixture.aws.signIn('alice', OTHER_PASSWORD);
    expect(passwordLastChanged.getTime()).toBeGreaterThan(createDate.getTime());
    const alice = (await rowsOf()).find(({ user }) => user === 'alice');
    expect(alice).toMatchObject({
      arn: 'arn:aws:iam::111122223333:user/alice',
      password_enabled: 'true',
      password_last_changed: iso(passwordLastChanged),
      password_last_used: iso(fixture.aws.users.get('alice')!.passwordLastUsed!),
      password_next_rotation: iso(new Date(passwordLastChanged.getTime() + 90 * DAY)),
    });
  });

  it('dates a fresh password to the creation of its profile', async () => {
    fixture.aws.users.create({ userName: 'alice' });
    const { createDate } = fixture.aws.loginProfiles.create({ userName: 'alice', password: PASSWORD });
    const alice = (await rowsOf()).find(({ user }) => user === 'alice');
    expect(alice).toMatchObject({
      password_last_changed: iso(createDate),
      password_last_used: 'no_information',
      password_next_rotation: 'N/A',
    });
  });

  it('tells users without a password and the keys of those who have some', async () => {
    expect((await rowsOf()).find(({ user }) => user === 'local-admin')).toMatchObject({
      password_enabled: 'false',
      password_last_changed: 'N/A',
      password_last_used: 'N/A',
      access_key_1_active: 'true',
      access_key_2_active: 'false',
    });
  });
});
