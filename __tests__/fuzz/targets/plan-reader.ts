import { asData } from '../../../src/cli/drift/formats/json';
import { asJunit } from '../../../src/cli/drift/formats/junit';
import { asMarkdown } from '../../../src/cli/drift/formats/markdown';
import { asTable } from '../../../src/cli/drift/formats/table';
import { UnusablePlan } from '../../../src/cli/drift/plan';
import { reportOn } from '../../../src/cli/drift/report';

const login = { user_name: 'alice', id: 'alice', sync_status: 'in_sync', secret_version_id: 'v1' };
const change = {
  address: 'iam_login_profile.alice',
  mode: 'managed',
  type: 'iam_login_profile',
  provider_name: 'cdktf.internal/login-profile/iam',
  change: { actions: ['update'], before: login, after: { ...login, secret_version_id: 'v2' } },
};
const plan = { format_version: '1.2', planned_values: {}, resource_changes: [change], resource_drift: [] };
const drifted = { ...change, change: { actions: ['delete'], before: login, after: null } };

export const seeds = [
  JSON.stringify(plan),
  JSON.stringify({ ...plan, resource_drift: [drifted] }),
  JSON.stringify({ ...plan, resource_changes: undefined, prior_state: { values: { root_module: { resources: [] } } } }),
  'PK\x03\x04',
  '{"@level":"info"}',
];
export const words = [
  ...['"sync_status":"', 'recreated', 'handed_over', 'password_changed', '"actions":["', 'create', 'delete', 'no-op'],
  ...[
    '"change":{',
    '"before":',
    '"after":',
    '"importing":{}',
    '"errored":true',
    'null',
    '\\u001b[31m',
    ']]>',
    '|',
    '__proto__',
  ],
];

/** A plan that somebody hands to `iam-login-profile drift`: a report in every form, or a refusal with the way out. */
export function fuzz(data: Buffer): void {
  const file = { stack: 'stack', read: () => data.toString('utf8') };
  try {
    const report = reportOn([file]);
    for (const text of [JSON.stringify(asData(report)), asJunit(report), asMarkdown(report), asTable(report, 80)]) {
      if (typeof text !== 'string') throw new Error('no text');
      // eslint-disable-next-line no-control-regex -- what a terminal would obey
      if (/[\u0000-\u0008\u001b\u009b]/.test(text)) throw new Error('the report holds a control character of the plan');
    }
  } catch (thrown) {
    if (!(thrown instanceof UnusablePlan)) throw thrown;
  }
}
