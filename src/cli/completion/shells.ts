/** Completion scripts, made of the commands and options that there are. */

export interface CompletedOption {
  /** With its dashes. */
  readonly flag: string;
  readonly description: string;
  /** Whether a value follows. */
  readonly takesValue: boolean;
  /** The values that may follow; empty where any may. */
  readonly choices: readonly string[];
}

export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  /** What the argument may be; empty where it may be anything. */
  readonly argumentChoices: readonly string[];
  readonly options: readonly CompletedOption[];
}

const PROGRAM = 'iam-login-profile';

const flags = ({ options }: CompletedCommand): string => options.map(({ flag }) => flag).join(' ');
const names = (commands: readonly CompletedCommand[]): string => commands.map(({ name }) => name).join(' ');

const bash = (commands: readonly CompletedCommand[]): string => `# bash completion: eval "$(${PROGRAM} completion bash)"
_iam_login_profile() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} words=
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names(commands)} --help --version" -- "$cur"))
    return
  fi
  case "\${COMP_WORDS[1]} $prev" in
${commands
  .flatMap(({ name, options }) =>
    options
      .filter(({ choices }) => choices.length > 0)
      .map(
        ({ flag, choices }) =>
          `    "${name} ${flag}") COMPREPLY=($(compgen -W "${choices.join(' ')}" -- "$cur")); return ;;\n`,
      ),
  )
  .join('')}  esac
  case "\${COMP_WORDS[1]}" in
${commands.map((command) => `    ${command.name}) words="${flags(command)} --help" ;;\n`).join('')}  esac
  case "$cur" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$cur")); return ;;
  esac
  case "\${COMP_WORDS[1]}" in
${commands
  .filter(({ argumentChoices }) => argumentChoices.length > 0)
  .map(
    ({ name, argumentChoices }) =>
      `    ${name}) COMPREPLY=($(compgen -W "${argumentChoices.join(' ')}" -- "$cur")) ;;\n`,
  )
  .join('')}    *) COMPREPLY=($(compgen -f -- "$cur")) ;;
  esac
}
complete -o filenames -F _iam_login_profile ${PROGRAM}
`;

/** What zsh would take for its own inside a bracket, and a quote inside quotes. */
const zshText = (text: string): string => text.replace(/[[\]:\\]/g, '\\$&').replaceAll("'", "'\\''");

const zshOption = ({ flag, description, takesValue, choices }: CompletedOption): string => {
  const value = takesValue ? `:value:${choices.length > 0 ? `(${choices.join(' ')})` : '_files'}` : '';
  return `        '${flag}[${zshText(description)}]${value}' \\\n`;
};

const zshArgument = ({ argumentChoices }: CompletedCommand): string =>
  argumentChoices.length === 0 ? "'*:file:_files'" : `'1:value:(${argumentChoices.join(' ')})'`;

const zsh = (commands: readonly CompletedCommand[]): string => `#compdef ${PROGRAM}
# zsh completion: eval "$(${PROGRAM} completion zsh)"
_iam_login_profile() {
  local -a commands
  commands=(
${commands.map(({ name, description }) => `    '${name}:${zshText(description)}'\n`).join('')}  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case \${words[2]} in
${commands
  .map(
    (command) => `    ${command.name})
      _arguments \\
${command.options.map(zshOption).join('')}        ${zshArgument(command)} ;;
`,
  )
  .join('')}  esac
}
compdef _iam_login_profile ${PROGRAM}
`;

const fishText = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`;

const fishOption = (command: string, { flag, description, takesValue, choices }: CompletedOption): string => {
  const value = !takesValue ? '' : choices.length > 0 ? ` -x -a ${fishText(choices.join(' '))}` : ' -r';
  return `complete -c ${PROGRAM} -n '__fish_seen_subcommand_from ${command}' -l ${flag.slice(2)}${value} -d ${fishText(description)}\n`;
};

const fishArgument = ({ name, argumentChoices }: CompletedCommand): string =>
  argumentChoices.length === 0
    ? ''
    : `complete -c ${PROGRAM} -f -n '__fish_seen_subcommand_from ${name}' -a ${fishText(argumentChoices.join(' '))}\n`;

const fish = (commands: readonly CompletedCommand[]): string => `# fish completion: ${PROGRAM} completion fish | source
${commands
  .map(
    (command) =>
      `complete -c ${PROGRAM} -f -n __fish_use_subcommand -a ${command.name} -d ${fishText(command.description)}\n${fishArgument(command)}${command.options.map((option) => fishOption(command.name, option)).join('')}`,
  )
  .join('')}`;

export const SHELLS = { bash, zsh, fish } as const;
export type Shell = keyof typeof SHELLS;
