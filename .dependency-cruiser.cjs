/** Which room may import which. Each rule fails `npm run boundaries`; docs/architecture.md gives the reasons. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** A room may import itself and the rooms named; nothing else below src. */
const room = (name, comment, ...also) =>
  rule(
    `${name}-imports`,
    comment,
    { path: `^src/${name}/` },
    { path: '^src/', pathNot: `^src/(${[name, ...also].join('|')})/` },
  );

module.exports = {
  forbidden: [
    room('constructs', 'Synth stays light: a program that synthesizes loads no provider code.', 'policies'),
    room('policies', 'What the policies say is the same wherever they are printed.'),
    room('plugin', 'The protocol room serves any provider and knows no AWS.'),
    room('aws', 'The AWS room serves any caller and knows no Terraform.'),
    room('local-aws', "The stand-in follows AWS's documents, so that a wrong client fails against it."),
    room('provider', "The resource's rules sit on the protocol and the AWS calls.", 'plugin', 'aws'),
    room('operations', 'What a program asks for, for any program: it knows no Terraform and no terminal.', 'aws'),
    room(
      'cli',
      'The executables only wire the rooms together.',
      'provider',
      'plugin',
      'aws',
      'operations',
      'policies',
      'local-aws',
    ),
    rule(
      'front-door',
      'Rooms are entered by their index.',
      { path: '^src/([^/]+)/' },
      { path: '^src/.+/', pathNot: ['/index[.]ts$', '^src/$1/'] },
    ),
    rule(
      'demo-imports',
      'main.ts uses the package as a user does.',
      { path: '^main[.]ts$' },
      { path: '^src/', pathNot: '^src/index[.]ts$' },
    ),
    rule(
      'light-synth',
      'The constructs need cdktf, constructs and Node, nothing else.',
      { path: '^src/(constructs|index)' },
      { path: 'node_modules/', pathNot: 'node_modules/(cdktf|constructs)/' },
    ),
    rule('aws-sdk-at-home', 'Only the AWS room speaks SDK.', { path: '^src/(?!aws/)' }, { path: '@aws-sdk|@smithy' }),
    rule(
      'grpc-at-home',
      'Only the protocol room speaks gRPC.',
      { path: '^src/(?!plugin/)' },
      { path: '@connectrpc|@bufbuild|msgpack' },
    ),
    rule(
      'no-children',
      'The provider starts no process, so no secret can end up in the arguments or the environment of one.',
      { path: '^src/(provider|plugin|aws)/' },
      { path: '^(node:)?(child_process|cluster|worker_threads)$' },
    ),
    rule(
      'protobuf-at-the-edge',
      'Inside the protocol room, wire messages stay in rpc, wire, services and generated.',
      { path: '^src/plugin/[^/]+[.]ts$', pathNot: '^src/plugin/(serve|index)[.]ts$' },
      { path: '^src/plugin/(rpc|wire|services|generated)/' },
    ),
    rule('no-cycles', 'A cycle hides which part decides.', {}, { circular: true }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
};
