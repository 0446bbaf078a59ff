/** `docs/errors.md`: the codes of the executable and the library, and what the provider says about the same failures. */
import { CODE_OF_FAILURE, ERROR_CODES, type ErrorCodeFacts } from '../../src/operations';
import { EXPLANATIONS } from '../../src/provider';

const codeRow = ([code, { exitStatus, meaning, nextStep }]: readonly [string, ErrorCodeFacts]): string =>
  `| \`${code}\` | ${exitStatus} | ${meaning} | ${nextStep} |`;

const failureRow = ([failure, code]: readonly [string, string]): string =>
  `| ${EXPLANATIONS[failure as keyof typeof EXPLANATIONS].summary} | \`${code}\` |`;

export function errorsMarkdown(): string {
  const failures = Object.entries(CODE_OF_FAILURE).filter(([failure]) => failure !== 'stopped');
  return [
    '# Errors',
    'Made of the tables that the code uses (`npm run generate`).',
    '## Codes',
    "What `error.code` holds in an answer of the executable and of `cdktf-iam-login-profile/aws`, with the executable's exit status. 0 is success and nothing else. Where a call failed, AWS's own code, its words and the request id stand in `error.details`. There are none where AWS refused nothing: for a parameter that breaks a rule, and for `--create-only` or `--dry-run`, which decide by what AWS answered.",
    [
      '| code | exit | meaning | what to do |',
      '| --- | --- | --- | --- |',
      ...Object.entries(ERROR_CODES).map(codeRow),
    ].join('\n'),
    '`iam-login-profile drift` has exit statuses of its own, because pipelines ask it another question: 0 nothing to tell, 1 an error of any kind, 2 drift, 3 a rotation that waits.',
    '## What Terraform shows',
    'The provider sorts the failures of AWS in the same way. Its message names the user, the secret, the version, the attribute to look at, whether the old password still holds, and the next step.',
    ['| summary in Terraform | code of the executable |', '| --- | --- |', ...failures.map(failureRow)].join('\n'),
    'Before it gives up, the provider waits: for a user who is not visible yet, one whom IAM is busy with, and AWS when it throttles or fails. Terraform then prints every ten seconds what it is still about, such as `iam_login_profile.alice: Still modifying... [id=alice, 10s elapsed]`. It goes on by itself as soon as AWS lets it, and gives up after `timeouts` at the latest; Ctrl-C ends the wait within a second.',
  ].join('\n\n');
}
