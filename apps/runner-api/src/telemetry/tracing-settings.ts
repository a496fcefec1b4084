import { RunnerError } from '../runner-error.ts';

export interface TracingSettings {
  /** Where spans are sent: the full address of the receiver. */
  readonly url: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where receivers listen by default. */
const DEFAULT_ENDPOINT = 'http://localhost:4318';

/**
 * Whether and where traces are sent, by the variables of OpenTelemetry: on when `OTEL_EXPORTER_OTLP_ENDPOINT`, its variant for
 * traces or `OTEL_TRACES_EXPORTER=otlp` is set; off with `OTEL_SDK_DISABLED=true` or `OTEL_TRACES_EXPORTER=none`.
 * @throws {RunnerError} `request_invalid` when the address that is set is none of HTTP.
 */
export function readTracingSettings(env: Environment): TracingSettings | undefined {
  const exporter = env['OTEL_TRACES_EXPORTER'] ?? '';
  const endpoint = env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '';
  const forTraces = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? '';
  const isWanted = exporter === 'otlp' || (exporter === '' && `${endpoint}${forTraces}` !== '');
  if (!isWanted || env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') return undefined;
  if (forTraces !== '') return { url: checked('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', forTraces) };
  const base = checked('OTEL_EXPORTER_OTLP_ENDPOINT', endpoint || DEFAULT_ENDPOINT);
  return { url: `${base.replace(/\/+$/, '')}/v1/traces` };
}

/** The value is not repeated: an address may hold a password. */
function checked(name: string, given: string): string {
  const { protocol } = URL.parse(given) ?? {};
  if (protocol === 'http:' || protocol === 'https:') return given;
  throw new RunnerError(
    'request_invalid',
    `${name} is no address that traces can be sent to. It takes one such as ${DEFAULT_ENDPOINT}, with http:// or https:// before the host; OTEL_TRACES_EXPORTER=none sends none.`,
  );
}
