import { describe, expect, it } from 'vitest';
import { secretsOfTracing } from './tracing-secrets.ts';

const HEADERS = 'OTEL_EXPORTER_OTLP_HEADERS';
const FOR_TRACES = 'OTEL_EXPORTER_OTLP_TRACES_HEADERS';

describe('secretsOfTracing', () => {
  it.each([
    ['Authorization=Bearer xyz', ['Bearer xyz', 'xyz']],
    ['Authorization=Basic%20dTpw%3D', ['Basic%20dTpw%3D', 'Basic dTpw=', 'dTpw=']],
    ['api-key=a=b , x=50%', ['a=b', '50%']],
  ])('are the values of %s', (list, values) => {
    expect(secretsOfTracing({ [HEADERS]: list })).toEqual(values.map((value) => [HEADERS, value]));
  });

  it('are those of the headers for traces, and the password of the address', () => {
    const env = { [FOR_TRACES]: 'api-key=abc', OTEL_EXPORTER_OTLP_ENDPOINT: 'https://u:p%20w@host' };
    expect(secretsOfTracing(env)).toEqual([
      [FOR_TRACES, 'abc'],
      ['OTEL_EXPORTER_OTLP_ENDPOINT', 'p%20w'],
      ['OTEL_EXPORTER_OTLP_ENDPOINT', 'p w'],
    ]);
  });
});
