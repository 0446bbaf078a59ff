import { readPlan } from '../../../../src/cli/drift/plan';
import { change, planText, resource } from './plans';

describe('readPlan', () => {
  test.each([
    {
      what: 'a binary plan file',
      text: 'PK\u0003\u0004…',
      says: /plan file itself.*terraform show -json PLANFILE > plan\.json/,
    },
    { what: 'an empty file', text: ' \n', says: /is empty\..*terraform show -json/ },
    { what: 'a human-readable plan', text: 'Terraform will perform…', says: /not JSON\..*terraform show -json/ },
    {
      what: 'the log of plan -json',
      text: '{"@level":"info","@message":"Terraform 1.11.4"}\n{"@level":"info"}\n',
      says: /log of terraform plan -json.*-out=PLANFILE/,
    },
    { what: 'half a plan', text: planText({ changes: [] }).slice(0, -3), says: /not JSON/ },
    { what: 'another JSON', text: '{"stacks":{}}', says: /not a plan/ },
    { what: 'a list', text: '[]', says: /not a plan/ },
    { what: 'a state', text: '{"format_version":"1.0","values":{}}', says: /a state, not a plan/ },
    {
      what: 'a plan of Terraform 0.15',
      text: '{"format_version":"0.1","planned_values":{}}',
      says: /format version.*1\.x/,
    },
    { what: 'a plan of the future', text: '{"format_version":"2.0","planned_values":{}}', says: /format version/ },
  ])('refuses $what with the next step', ({ text, says }) => {
    expect(() => readPlan(text)).toThrow(says);
  });

  test('ignores other resources, data sources and other providers', () => {
    const mine = change({ actions: ['no-op'] });
    const changes = [
      { ...mine, type: 'aws_iam_user_login_profile' },
      { ...mine, mode: 'data' },
      { ...mine, provider_name: 'registry.terraform.io/acme/iam' },
      { ...mine, address: undefined },
      null,
      mine,
    ];
    expect(readPlan(planText({ changes: changes as object[] })).profiles).toHaveLength(1);
  });

  test('finds the login profiles of a refresh-only plan in modules, too', () => {
    const { profiles, isRefreshOnly } = readPlan(
      planText({ state: [resource({}, 'module.a.iam_login_profile.alice')] }),
    );
    expect(isRefreshOnly).toBe(true);
    expect(profiles.map(({ address }) => address)).toEqual(['module.a.iam_login_profile.alice']);
  });

  test('keeps the order of the plan across modules', () => {
    const named = (address: string) => resource({}, address);
    const root = {
      resources: [named('a')],
      child_modules: [
        { resources: [named('b')], child_modules: [{ resources: [named('c')] }] },
        { resources: [named('d')] },
      ],
    };
    const text = JSON.stringify({
      format_version: '1.2',
      planned_values: {},
      prior_state: { values: { root_module: root } },
    });
    expect(readPlan(text).profiles.map(({ address }) => address)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('takes modules within modules, however deep', () => {
    const levels = 200_000;
    const text =
      '{"format_version":"1.2","planned_values":{},"prior_state":{"values":{"root_module":' +
      `${'{"child_modules":['.repeat(levels)}{"resources":[${JSON.stringify(resource({}, 'deep'))}]}` +
      `${']}'.repeat(levels)}}}}`;
    expect(readPlan(text).profiles.map(({ address }) => address)).toEqual(['deep']);
  });

  test.each(['before', 'after'])('refuses a login profile with %s nested deeper than one can be', (side) => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const text = planText({
      changes: [change({ actions: ['update'], [side]: { rotation_triggers: 'DEEP' } })],
    }).replace('"DEEP"', deep);
    expect(() => readPlan(text)).toThrow(
      'The plan is damaged: what it says of iam_login_profile.alice is nested deeper than any value of a login profile. ' +
        'Make one with: terraform show -json PLANFILE > plan.json',
    );
  });

  test('a plan without changes is not taken for a refresh-only one', () => {
    expect(readPlan(planText({ changes: [change({ actions: ['no-op'] })] })).isRefreshOnly).toBe(false);
  });

  test('says that a plan is incomplete', () => {
    expect(readPlan(planText({ changes: [], more: { errored: true } })).isErrored).toBe(true);
  });
});
