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
 */
export function readTracingSettings(env: Environment): TracingSettings | undefined {
  const exporter = env['OTEL_TRACES_EXPORTER'] ?? '';
  const endpoint = env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '';
  const forTraces = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? '';
  const isWanted = exporter === 'otlp' || (exporter === '' && `${endpoint}${forTraces}` !== '');
  if (!isWanted || env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') return undefined;
  if (forTraces !== '') return { url: forTraces };
  return { url: `${(endpoint || DEFAULT_ENDPOINT).replace(/\/+$/, '')}/v1/traces` };
}
