/** `docs/cli.md`: every command with its options, as the executable itself knows them. */
import { Readable } from 'node:stream';
import type { Argument, Command, Option } from 'commander';
import { commandLine } from '../../src/cli/command-line';

const NOWHERE = { write: () => undefined };

const program = (): Command =>
  commandLine(
    {
      version: '0.0.0',
      providerFolder: '',
      stdout: NOWHERE,
      stderr: NOWHERE,
      stdin: Readable.from([]),
      env: {},
      onInterrupt: () => undefined,
    },
    () => undefined,
  );

const cell = (text: string): string => text.replace(/[|<>*_]/g, '\\$&');

function optionRow({ flags, description, argChoices, defaultValue, defaultValueDescription }: Option): string {
  const choices = argChoices === undefined ? [] : [`one of ${argChoices.join(', ')}`];
  const isShown = ['string', 'number'].includes(typeof defaultValue);
  const standard = isShown ? [`default ${defaultValueDescription ?? String(defaultValue)}`] : [];
  const notes = [...choices, ...standard].join('; ');
  return `| \`${flags}\` | ${cell(description)}${notes === '' ? '' : ` (${cell(notes)})`} |`;
}

const argumentLine = (argument: Argument): string => `- \`${argument.name()}\`: ${cell(argument.description)}`;

/** What `--help` adds below the options: notes and examples. */
function afterHelp(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text.slice(text.lastIndexOf('print this help') + 'print this help'.length).trim();
}

function section(command: Command): string {
  const { options, registeredArguments } = command;
  const after = afterHelp(command);
  const parts = after.split(/^Examples:$/m);
  const [notes, examples] = [parts.at(0) ?? '', parts.at(1)];
  return [
    `## ${command.name()}`,
    `\`${command.parent?.name() ?? ''} ${command.name()} ${command.usage()}\``,
    `${command.description().replace(/^./, (first) => first.toUpperCase())}.`,
    registeredArguments.map(argumentLine).join('\n'),
    options.length === 0 ? '' : ['| option | meaning |', '| --- | --- |', ...options.map(optionRow)].join('\n'),
    notes.trim() === '' ? '' : `\`\`\`text\n${notes.trim()}\n\`\`\``,
    examples === undefined ? '' : `\`\`\`sh\n${examples.replace(/^\n+/, '').trimEnd().replace(/^ {2}/gm, '')}\n\`\`\``,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

export function cliMarkdown(): string {
  const tree = program();
  const overview = tree.commands.map(
    (command) => `| [\`${command.name()}\`](#${command.name()}) | ${cell(command.description())} |`,
  );
  return [
    '# The executable',
    'This page is made of what the executable knows of itself (`npm run generate`); `iam-login-profile COMMAND --help` says the same. What the codes mean stands in [errors.md](errors.md).',
    ['| command | does |', '| --- | --- |', ...overview].join('\n'),
    `\`\`\`text\n${
      afterHelp(tree)
        .split(/^Examples:$/m)[0]
        ?.replace(/^[\s\S]*?(?=At a terminal)/, '')
        .trim() ?? ''
    }\n\`\`\``,
    ...tree.commands.map(section),
  ].join('\n\n');
}
