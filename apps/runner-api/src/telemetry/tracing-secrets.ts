type Environment = Readonly<Record<string, string | undefined>>;

const HEADERS = ['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'];
const ADDRESSES = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];

/**
 * What the variables of OpenTelemetry hold that nobody should see, with the name of the variable: the values of headers
 * (`Authorization=Bearer%20abc,api-key=def`) as they are written, as they are sent, and without the scheme before a token; the
 * password of an address. Which header is a secret one cannot be told by its name, so all are.
 */
export function secretsOfTracing(env: Environment): readonly (readonly [name: string, value: string])[] {
  const valuesIn = (names: readonly string[], read: (text: string) => readonly string[]) =>
    names.flatMap((name) => {
      const values = new Set(read(env[name] ?? ''));
      return [...values].filter((value) => value !== '').map((value) => [name, value] as const);
    });
  return [...valuesIn(HEADERS, headerValues), ...valuesIn(ADDRESSES, passwordOf)];
}

function headerValues(list: string): readonly string[] {
  return list.split(',').flatMap((pair) => {
    const value = pair.slice(pair.indexOf('=') + 1).trim();
    return bothForms(value).flatMap((form) => [form, form.slice(form.indexOf(' ') + 1).trim()]);
  });
}

function passwordOf(address: string): readonly string[] {
  return bothForms(URL.parse(address)?.password ?? '');
}

/** As it is written, and without the escapes of an address. */
function bothForms(written: string): readonly string[] {
  try {
    return [written, decodeURIComponent(written)];
  } catch (error) {
    if (error instanceof URIError) return [written]; // a "%" that stands for itself
    throw error;
  }
}
