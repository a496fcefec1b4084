import { describe, expect, it } from 'vitest';
import { readLogSettings } from './log-settings.ts';

describe('readLogSettings', () => {
  it('logs JSON into files and pipes, and text on a terminal', () => {
    expect([readLogSettings({}, { isTty: false }), readLogSettings({}, { isTty: true })]).toEqual([
      { level: 'info', format: 'json' },
      { level: 'info', format: 'text' },
    ]);
  });

  it('takes level and format from the environment', () => {
    const env = { FM_LOG_LEVEL: 'debug', FM_LOG_FORMAT: 'text' };
    expect(readLogSettings(env, { isTty: false })).toEqual({ level: 'debug', format: 'text' });
  });

  it.each(['FM_LOG_LEVEL', 'FM_LOG_FORMAT'])('refuses a %s that does not exist, and says which do', (name) => {
    expect(() => readLogSettings({ [name]: 'loud' }, { isTty: false })).toThrow(
      expect.objectContaining({
        code: 'request_invalid',
        message: expect.stringContaining(`${name} is "loud"; it takes`),
      }),
    );
  });
});
