import type { Json } from '@flowmason/pipeline-schema';
import { createMasker, type NamedValue } from '../apps/runner-api/src/secrets/masker.ts';
import type { Figure } from '../scripts/figure.ts';

const EVERYDAY: readonly NamedValue[] = [
  ['API_TOKEN', 'tok_9fK2s3cr3t/Yh+en=42'],
  ['HOOK', 'https://hooks.example/services/T0AAAA/B0BBBB/abcdefghijklmnop'],
];
const FIFTY: readonly NamedValue[] = Array.from({ length: 50 }, (_, n) => [
  `SECRET_${n}`,
  `${n * 7919}-value-${n.toString(36)}-${'x'.repeat(n)}`,
]);

/** Lines that begin alike, of each size that a secret has room for: nobody has such a secret, but one may be stored. */
const HOSTILE: readonly NamedValue[] = [
  ['HOSTILE', Array.from({ length: 12 }, (_, n) => `${'a'.repeat(8 * 2 ** n)}b`).join('\n')],
];

const PROSE = 'The quick brown fox jumps over the lazy dog; nothing here is secret. '.repeat(15_000);
const PAGE = '<p class="note">Fish &amp; chips + peas, 100%</p>\r\n'.repeat(20_000);
const EVENT = Array.from({ length: 20_000 }, (_, id) => ({
  id,
  name: `item number ${id}`,
  created_at: '2026-01-01T00:00:00Z',
  ratio: id * 1.5,
  nested: { description: `what item ${id} is about`, url: `https://api.example.com/items/${id}?page=2&size=10` },
}));

/**
 * How long secrets are looked for. What an event costs is also told in times of writing it as JSON, measured by turns: that
 * says the same on a busy machine.
 */
export async function bench(): Promise<Figure[]> {
  return [
    ...figuresOf('an event of 20,000 objects, 2 secrets', EVERYDAY, EVENT),
    ...figuresOf('an event of 20,000 objects, 50 secrets', FIFTY, EVENT),
    ...figuresOf('1 MB of prose, 2 secrets', EVERYDAY, PROSE),
    ...figuresOf('1 MB of prose, 50 secrets', FIFTY, PROSE),
    ...figuresOf('1 MB full of escapes, 2 secrets', EVERYDAY, PAGE),
    ...figuresOf('1 MB in which all begins like a hostile secret', HOSTILE, 'a'.repeat(1_000_000)),
  ];
}

const ROUNDS = 7;

function figuresOf(name: string, secrets: readonly NamedValue[], value: Json): Figure[] {
  const masker = createMasker(secrets);
  let maskMs = Number.POSITIVE_INFINITY;
  let writeMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    maskMs = Math.min(
      maskMs,
      timed(() => masker.json(value)),
    );
    writeMs = Math.min(
      writeMs,
      timed(() => JSON.stringify(value)),
    );
  }
  return [
    { name: `masking: ${name}`, value: maskMs, unit: 'ms' },
    { name: `masking: ${name}, in times of writing it`, value: maskMs / writeMs, unit: '×' },
  ];
}

function timed(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}
