import type { Finding } from './classify';
import { type StackReport, toTell, whichApply } from './report';
import { alike, tell, tellMany } from './words';

/** One line of a report that people read. */
export interface Line {
  readonly finding: Finding;
  /** The user's name, or several. */
  readonly users: string;
  /** The resource's address; empty where several are summed up. */
  readonly address: string;
  readonly message: string;
}

/** As many findings that are alike are listed one by one; more become one line. */
export const MAX_ALIKE = 10;
const NAMED_USERS = 3;

/** What is to be told about a stack, summed up where many findings are alike. */
export function linesOf(report: StackReport): Line[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of toTell(report)) {
    const key = alike(finding);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].flatMap((group) =>
    group.length > MAX_ALIKE ? [summedUp(group, report)] : group.map((finding) => single(finding, report)),
  );
}

const single = (finding: Finding, report: StackReport): Line => ({
  finding,
  users: userOf(finding),
  address: finding.address,
  message: tell(finding, whichApply(report)),
});

function summedUp(group: readonly Finding[], report: StackReport): Line {
  const [finding] = group as readonly [Finding, ...Finding[]];
  const named = group.slice(0, NAMED_USERS).map(userOf).join(', ');
  return {
    finding,
    users: `${named} and ${group.length - NAMED_USERS} more`,
    address: '',
    message: tellMany(finding, group.length, whichApply(report)),
  };
}

const userOf = ({ userName, address }: Finding): string => userName ?? address;
