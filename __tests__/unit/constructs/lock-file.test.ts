import { editLockFile, providerAddress, type RequiredProvider } from '../../../src/constructs/delivery/lock-file';

const own = { source: 'cdktf.internal/login-profile/iam', version: '0.1.0', h1: 'h1:b3Vycw==' };
const AWS = 'registry.terraform.io/hashicorp/aws';
const HEADER = `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.
`;
const OWN_ENTRY = `
provider "cdktf.internal/login-profile/iam" {
  version     = "0.1.0"
  constraints = "0.1.0"
  hashes = [
    "h1:b3Vycw==",
  ]
}
`;
const entry = (source: string, version: string, constraints = '~> 6.0') => `
provider "${source}" {
  version     = "${version}"
  constraints = "${constraints}"
  hashes = [
    "h1:Zm9yZWlnbg==",
    "zh:0123",
  ]
}
`;
const comment = (...sources: string[]) => `
/* for the CDKTF CLI only; not a selection
${sources.map((source) => `provider "${source}" {\n  constraints = ">= 0"\n}`).join('\n')}
*/
`;
const aws = (version?: string): RequiredProvider => ({ source: AWS, ...(version !== undefined && { version }) });

describe('editLockFile', () => {
  test.each<{ name: string; current: string; required: RequiredProvider[]; expected: string }>([
    {
      name: 'writes its own entry into a fresh folder',
      current: '',
      required: [{ source: own.source, version: '0.1.0' }],
      expected: HEADER + OWN_ENTRY,
    },
    {
      name: 'tells the CDKTF CLI that the others are locked, without pinning them',
      current: '',
      required: [aws('6.25.0')],
      expected: HEADER + OWN_ENTRY + comment(AWS),
    },
    {
      name: 'replaces its own entry of another version and hash',
      current: HEADER + entry(own.source, '0.0.9', '0.0.9'),
      required: [],
      expected: HEADER + OWN_ENTRY,
    },
    {
      name: "keeps another provider's entry verbatim while its version satisfies the stack",
      current: HEADER + entry(AWS, '6.25.0', '>= 5.0.0, ~> 6.0'),
      required: [aws('~> 6.20')],
      expected: HEADER + OWN_ENTRY + entry(AWS, '6.25.0', '>= 5.0.0, ~> 6.0') + comment(AWS),
    },
    {
      name: "drops another provider's entry where its version satisfies the stack no longer",
      current: HEADER + OWN_ENTRY + entry(AWS, '6.25.0'),
      required: [aws('7.0.0')],
      expected: HEADER + OWN_ENTRY + comment(AWS),
    },
    {
      name: 'keeps a locked version that the stack does not constrain',
      current: HEADER + entry(AWS, '6.25.0'),
      required: [aws()],
      expected: HEADER + OWN_ENTRY + entry(AWS, '6.25.0') + comment(AWS),
    },
    {
      name: 'keeps the entry of a provider that only a module requires',
      current: HEADER + entry('registry.terraform.io/hashicorp/random', '3.0.0'),
      required: [aws('~> 6.0')],
      expected: HEADER + OWN_ENTRY + entry('registry.terraform.io/hashicorp/random', '3.0.0') + comment(AWS),
    },
    {
      name: 'takes nothing out of its own comment for an entry',
      current: HEADER + OWN_ENTRY + comment('registry.terraform.io/hashicorp/gone'),
      required: [],
      expected: HEADER + OWN_ENTRY,
    },
    {
      name: 'sorts entries as Terraform does',
      current: HEADER + entry(AWS, '6.25.0') + entry('a.example/z/z', '1.0.0'),
      required: [aws('~> 6.0')],
      expected: HEADER + entry('a.example/z/z', '1.0.0') + OWN_ENTRY + entry(AWS, '6.25.0') + comment(AWS),
    },
    {
      name: 'drops an entry without a version, which Terraform would refuse',
      current: `${HEADER}\nprovider "${AWS}" {\n  hashes = []\n}\n`,
      required: [],
      expected: HEADER + OWN_ENTRY,
    },
    {
      name: 'reads a file with Windows line ends',
      current: (HEADER + entry(AWS, '6.25.0')).replaceAll('\n', '\r\n'),
      required: [aws('~> 6.0')],
      expected: HEADER + OWN_ENTRY + entry(AWS, '6.25.0') + comment(AWS),
    },
  ])('$name', ({ current, required, expected }) => {
    const edited = editLockFile(current, own, required);
    expect(edited).toBe(expected);
    expect(editLockFile(edited, own, required)).toBe(expected);
  });
});

describe('providerAddress', () => {
  test.each([
    ['aws', AWS],
    ['hashicorp/aws', AWS],
    ['integrations/github', 'registry.terraform.io/integrations/github'],
    ['example.com/Team/Thing', 'example.com/team/thing'],
  ])('expands %s to %s', (source, expected) => {
    expect(providerAddress(source)).toBe(expected);
  });
});
