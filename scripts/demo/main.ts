/**
 * `npm run demo`: the main job, done with the real CDKTF CLI and the real Terraform against the local AWS, as a
 * person would. Exits non-zero where anything it claims does not hold. `-- --keep` leaves everything running.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalAws } from '../../src/local-aws';
import { play } from './play';
import { Stage } from './stage';
import { Story } from './story';
import { requireTerraform } from './terraform';

async function main(): Promise<void> {
  const keep = process.argv.includes('--keep');
  const terraform = requireTerraform();
  const started = Date.now();
  const aws = await startLocalAws();
  const stage = new Stage(aws.environment());
  const story = new Story();
  story.title(
    `IAM console passwords as code: Terraform ${terraform}, Node ${process.versions.node}, a local AWS at ${aws.endpoint}`,
  );
  try {
    await play(story, stage, aws);
    const held = story.summary((Date.now() - started) / 1000);
    process.exitCode = held ? 0 : 1;
    if (!held) process.stdout.write(`What the commands printed:\n\n${stage.transcript}\n`);
  } finally {
    if (keep) tellHowToPlay(stage, aws.environment());
    else {
      await aws.stop();
      stage.close();
    }
  }
}

function tellHowToPlay(stage: Stage, environment: Readonly<Record<string, string>>): void {
  const exports = Object.entries(environment).map(([name, value]) => `export ${name}=${value}`);
  const cdktf = join(__dirname, '..', '..', 'node_modules', '.bin', 'cdktf');
  process.stdout.write(
    [
      'The local AWS keeps running until Ctrl-C. In another terminal:',
      '',
      ...exports,
      `cd ${stage.dir}    # ${readdirSync(stage.dir).join(' ')}`,
      `${cdktf} deploy console-access`,
      'aws secretsmanager put-secret-value --secret-id console/alice --secret-string "$(openssl rand -base64 18)"',
      `${cdktf} diff console-access`,
      '',
    ].join('\n'),
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
