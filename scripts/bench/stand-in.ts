/**
 * The process that stands in for AWS, and for the place where a team keeps its Terraform state. Apart from the bench,
 * so that what it costs is known and never counted as the provider's.
 */
import { setMaxListeners } from 'node:events';
import { startLocalAws, type LocalAws } from '../../src/local-aws';
import { startStateStore } from './state-store';
import { secretName, userName } from './names';
import type { Order, Reply, Usage } from './stand-in-client';

/** Meets IAM's default policy. */
const password = (user: string, version: number): string => `Passw0rd-${user}-${version}`;

class StandIn {
  #version = 1;
  #count = 0;
  #usedBefore = process.cpuUsage();

  constructor(private readonly aws: LocalAws) {}

  /** As many users with a secret each as are there already, and the missing ones. */
  seed(count: number): void {
    for (let index = this.#count; index < count; index += 1) {
      this.aws.users.create({ userName: userName(index) });
      const secretString = password(userName(index), this.#version);
      this.aws.secrets.create({ name: secretName(index), secretString });
    }
    this.#count = Math.max(this.#count, count);
  }

  /** A new version of each of the first secrets. */
  rotate(count: number): void {
    this.#version += 1;
    for (let index = 0; index < count; index += 1)
      this.aws.secrets.putValue(secretName(index), password(userName(index), this.#version));
  }

  /** Somebody asks every user for a new password, or takes that back: drift that can be undone. */
  drift(count: number, passwordResetRequired: boolean): void {
    for (let index = 0; index < count; index += 1)
      this.aws.loginProfiles.update(userName(index), { passwordResetRequired });
  }

  /** What was used, and how many calls about profiles came, since this was last asked: who calls is asked once a run. */
  usage(): Usage {
    const { user, system } = process.cpuUsage(this.#usedBefore);
    const calls = this.aws.journal.operations().filter((operation) => operation !== 'sts:GetCallerIdentity');
    this.aws.journal.clear();
    this.#usedBefore = process.cpuUsage();
    return { cpuSeconds: (user + system) / 1e6, calls: calls.length };
  }

  follow(order: Order): Usage | undefined {
    switch (order.what) {
      case 'seed':
        this.seed(order.count);
        return undefined;
      case 'rotate':
        this.rotate(order.count);
        return undefined;
      case 'drift':
        this.drift(order.count, order.on);
        return undefined;
      case 'latency':
        this.aws.faults.add({ operation: '*', times: Infinity, fault: { kind: 'delay', ms: order.ms } });
        return undefined;
      case 'usage':
        return this.usage();
    }
  }
}

async function main(): Promise<void> {
  // Every answer that is delayed waits for the end as well.
  setMaxListeners(0);
  const aws = await startLocalAws();
  const standIn = new StandIn(aws);
  const answer = (reply: Reply): void => void process.send?.(reply);
  process.on('message', (order: Order) => {
    try {
      answer({ done: standIn.follow(order) });
    } catch (error) {
      answer({ failed: String(error) });
    }
  });
  process.on('disconnect', () => process.exit(0));
  answer({ ready: { environment: aws.environment(), stateUrl: await startStateStore() } });
}

void main();
