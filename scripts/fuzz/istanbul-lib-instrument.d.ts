/** What is used of it; it brings no types. @see https://github.com/istanbuljs/istanbuljs */
declare module 'istanbul-lib-instrument' {
  export interface InstrumenterOptions {
    readonly esModules: boolean;
    /** Name of the global that holds the counters. */
    readonly coverageVariable: string;
    readonly coverageGlobalScope: string;
    readonly coverageGlobalScopeFunc: boolean;
  }
  export function createInstrumenter(options: InstrumenterOptions): {
    instrumentSync(code: string, filename: string): string;
  };
}
