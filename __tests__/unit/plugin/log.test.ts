import { createLogger, withFields, type LogLevel } from '../../../src/plugin/log';

const LEVELS: LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error'];

function recorded(env: Record<string, string | undefined>) {
  const lines: string[] = [];
  return { lines, log: createLogger({ env, module: 'provider.note', write: (line) => lines.push(line) }) };
}

describe('createLogger', () => {
  test.each([
    { env: {}, written: [] },
    { env: { TF_LOG: '' }, written: [] },
    { env: { TF_LOG: 'off' }, written: [] },
    { env: { TF_LOG: 'WARN' }, written: ['warn', 'error'] },
    { env: { TF_LOG: 'error' }, written: ['error'] },
    { env: { TF_LOG: 'JSON' }, written: LEVELS },
    { env: { TF_LOG: '1' }, written: LEVELS },
    { env: { TF_LOG_PROVIDER: 'INFO' }, written: ['info', 'warn', 'error'] },
    { env: { TF_LOG: 'TRACE', TF_LOG_PROVIDER: 'ERROR' }, written: ['error'] },
    { env: { TF_LOG: 'TRACE', TF_LOG_PROVIDER: 'off' }, written: [] },
    { env: { TF_LOG_CORE: 'TRACE' }, written: [] },
  ])('$env writes $written', ({ env, written }) => {
    const { lines, log } = recorded(env);
    for (const level of LEVELS) log.log(level, 'm');
    expect(lines.map((line) => (JSON.parse(line) as Record<string, unknown>)['@level'])).toEqual(written);
  });

  test('formats nothing that nobody will see', () => {
    const { log } = recorded({});
    const fields = {
      get costly(): string {
        throw new Error('was read');
      },
    };
    expect(() => log.log('error', 'm', fields)).not.toThrow();
  });

  test('writes one line, with six fraction digits and strings under the keys that Terraform looks at', () => {
    const { lines, log } = recorded({ TF_LOG: 'TRACE' });
    withFields(log, { rpc: 'ReadResource' }).log('info', 'two\nlines', {
      '@level': 7,
      '@message': false,
      '@timestamp': 1,
      n: 1,
    });
    expect(lines).toHaveLength(1);
    expect(lines[0].endsWith('}\n')).toBe(true);
    expect(lines[0].trimEnd()).not.toContain('\n');
    expect(JSON.parse(lines[0])).toEqual({
      rpc: 'ReadResource',
      n: 1,
      '@level': 'info',
      '@message': 'two\nlines',
      '@module': 'provider.note',
      '@timestamp': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
    });
  });

  test('keeps a line below the 64 KiB at which Terraform cuts it', () => {
    const { lines, log } = recorded({ TF_LOG: 'TRACE' });
    const long = 'x'.repeat(100_000);
    log.log('info', long, { a: long, b: long });
    expect(lines[0].length).toBeLessThan(64 * 1024);
  });
});
