import type { AttributePath } from '../attribute-path';
import type { Diagnostic } from '../diagnostic';
import type { Misfit } from '../wire/encode-value';
import { formatPath } from '../wire/attribute-path';
import type { WireError } from '../wire/wire-error';

/** Whom a call is about. It words the diagnostics that are nobody's but this room's. */
export class Subject {
  constructor(
    private readonly providerName: string,
    private readonly rpc: string,
    /** Empty where the call is about the provider as a whole. */
    readonly typeName: string,
  ) {}

  /** The method threw. What it said is not repeated here: a foreign message may hold a secret. */
  threw(errorName: string): Diagnostic {
    return this.bug('Provider failed unexpectedly', `${this.place()} ended with ${errorName}, which it should not.`);
  }

  /** The method answered something that breaks its contract. */
  answeredBadly(problem: string, attribute?: AttributePath): Diagnostic {
    return this.bug('Provider returned an invalid result', `${this.place()}: ${problem}.`, attribute);
  }

  misfit({ at, problem }: Misfit): Diagnostic {
    return this.answeredBadly(at.length === 0 ? problem : `${formatPath(at)}: ${problem}`, at);
  }

  /** Terraform sent something that does not follow our schema, or state that is damaged. */
  couldNotRead(error: WireError): Diagnostic {
    return {
      severity: 'error',
      summary: 'Provider could not read what Terraform sent',
      detail:
        `${this.place()}: ${error.message}.\n\n` +
        'The state or plan file may have been edited, cut off, or written by another version of this provider.',
    };
  }

  private bug(summary: string, what: string, attribute: AttributePath = []): Diagnostic {
    return {
      severity: 'error',
      summary,
      detail:
        `${what}\n\nThis is a bug in the provider, not in your configuration. ` +
        'Please report it to its developers, with the log of the same command under TF_LOG_PROVIDER=ERROR.',
      ...(attribute.length > 0 && { attribute }),
    };
  }

  private place(): string {
    const type = this.typeName === '' ? '' : ` of ${this.typeName}`;
    return `Provider "${this.providerName}", ${this.rpc}${type}`;
  }
}
