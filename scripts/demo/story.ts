import type { RunResult } from './run';

/** One line of the summary at the end. */
interface Line {
  readonly claim: string;
  readonly holds: boolean;
}

const plain = process.env.NO_COLOR !== undefined || !process.stdout.isTTY;
const paint = (code: number, text: string): string => (plain ? text : `\u001b[${code}m${text}\u001b[0m`);
const bold = (text: string): string => paint(1, text);
const dim = (text: string): string => paint(2, text);

/** Tells the demo as it goes, and keeps account of what held. */
export class Story {
  readonly #lines: Line[] = [];
  #chapter = 0;

  title(text: string): void {
    print(`\n${bold(text)}`);
  }

  chapter(text: string): void {
    this.#chapter += 1;
    print(`\n${bold(`${this.#chapter}. ${text}`)}`);
  }

  note(text: string): void {
    print(`   ${text}`);
  }

  /** A command, how long it took, and the lines of its output that tell something. */
  command(command: string, result: RunResult, telling: RegExp): void {
    print(`   ${bold(`$ ${command}`)} ${dim(`${result.seconds.toFixed(1)} s`)}`);
    for (const line of tellingLines(result.output, telling)) print(`     ${line}`);
  }

  /** Something the demo promises. A claim that does not hold makes the demo fail at its end. */
  claim(claim: string, holds: boolean): void {
    this.#lines.push({ claim, holds });
    print(`   ${holds ? paint(32, '✓') : paint(31, '✗ DOES NOT HOLD:')} ${claim}`);
  }

  /** Prints the table; true where everything held. */
  summary(seconds: number): boolean {
    const width = Math.max(...this.#lines.map(({ claim }) => claim.length));
    const rule = `   ${'─'.repeat(width)}──────────`;
    print(`\n${bold('Summary')}\n${rule}`);
    for (const { claim, holds } of this.#lines)
      print(`   ${claim.padEnd(width)}  ${holds ? paint(32, 'held') : paint(31, 'FAILED')}`);
    const failed = this.#lines.filter(({ holds }) => !holds).length;
    print(`${rule}\n   ${this.#lines.length - failed} of ${this.#lines.length} held, in ${seconds.toFixed(0)} s\n`);
    return failed === 0;
  }
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** The CLI puts the stack's name before each line and rules around warnings; the story needs neither. */
function tellingLines(output: string, telling: RegExp): string[] {
  const lines = output.split('\n').map((line) =>
    line
      .replace(/^console-access\s{2}/, '')
      .replace(/[│╷╵]/g, '')
      .trim(),
  );
  return lines.filter((line, index) => telling.test(line) && lines.indexOf(line) === index);
}
