import { describe, expect, it } from 'vitest';
import { readTracingSettings } from './tracing-settings.ts';

describe('readTracingSettings', () => {
  it.each([
    [{}, undefined],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel:4318/' }, 'http://otel:4318/v1/traces'],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://otel:4318/in' }, 'http://otel:4318/in'],
    [{ OTEL_TRACES_EXPORTER: 'otlp' }, 'http://localhost:4318/v1/traces'],
    [{ OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel:4318' }, undefined],
    [{ OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel:4318' }, undefined],
  ])('takes %o as %o', (env, url) => {
    expect(readTracingSettings(env)?.url).toBe(url);
  });

  it.each([
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'otel' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' },
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'grpc://otel:4317' },
  ])('refuses %o and names the variable', (env) => {
    const message = expect.stringMatching(`^${Object.keys(env)[0]} is no address`);
    expect(() => readTracingSettings(env)).toThrow(expect.objectContaining({ code: 'request_invalid', message }));
  });

  it('asks nothing of an address that is not used', () => {
    expect(readTracingSettings({ OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'otel' })).toBeUndefined();
  });
});
