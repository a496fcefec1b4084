import type { RunPorts } from '@flowmason/engine';
import type { Json, JsonObject, Pipeline } from '@flowmason/pipeline-schema';

/**
 * Secrets for a run that reaches nobody: every name has a value that is visibly none, and in the journal it is masked
 * as a real one would be. A secret that a stage uses as an address gets one.
 */
export function createSimulatedSecrets(pipeline: Pipeline): RunPorts['secrets'] {
  const addresses = new Set(pipeline.stages.flatMap(({ config }) => addressSecretOf(config)));
  const given = new Map<string, string>();
  return {
    find(name) {
      const value = addresses.has(name)
        ? `https://${toHostLabel(name)}.simulated.invalid/secret`
        : `simulated-${toHostLabel(name)}`;
      given.set(name, value);
      return value;
    },
    mask: (value) => maskJson(value, given) as typeof value, // texts stay texts, so the shape is the same
  };
}

function addressSecretOf({ url }: JsonObject): readonly string[] {
  const name = typeof url === 'string' ? /^\{\{\s*secrets\.([A-Za-z_]\w*)/.exec(url)?.[1] : undefined;
  return name === undefined ? [] : [name];
}

function toHostLabel(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

function maskJson(value: Json, secrets: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') return maskText(value, secrets);
  if (Array.isArray(value)) return value.map((item) => maskJson(item, secrets));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, maskJson(item, secrets)]));
}

function maskText(text: string, secrets: ReadonlyMap<string, string>): string {
  let masked = text;
  for (const [name, secret] of secrets) masked = masked.replaceAll(secret, `•••${name}`);
  return masked;
}
