import {
  type CompiledTemplate,
  compileParsedTemplate,
  compileTemplate,
  parseTemplate,
} from '../packages/pipeline-schema/src/index.ts';

/** One measured number. */
type Measurement = { name: string; value: number; unit: string; aim?: string };

const SHORT = '{{stages.build.output.conclusion}}';
const SEED_LIKE =
  "{{stages.analyze-incident.output.issue_type == 'bad_deploy' and stages.fetch-recent-deploys.output.body[0].age_minutes < 60}}";

const SCOPE = {
  stages: {
    build: { output: { conclusion: 'success' } },
    'analyze-incident': { output: { issue_type: 'bad_deploy' } },
    'fetch-recent-deploys': { output: { body: [{ age_minutes: 12 }] } },
  },
};
const OPTIONS = { mode: 'strict', nowMs: 0 } as const;

/** Evaluations per second: compiled once, and cold, which is parse, compile and run with no cache between. */
export async function bench(): Promise<Measurement[]> {
  const short = compileTemplate(SHORT);
  const seedLike = compileTemplate(SEED_LIKE);
  return [
    { ...measure('expression, short, compiled', () => short), aim: '7,900,000' },
    { ...measure('expression, short, cold', () => compileParsedTemplate(parseTemplate(SHORT))), aim: '174,000' },
    measure('expression, seed-like, compiled', () => seedLike),
    measure('expression, seed-like, cold', () => compileParsedTemplate(parseTemplate(SEED_LIKE))),
  ];
}

const ROUNDS = 5;
const ROUND_MS = 200;
const BATCH = 200;

/** The best of some rounds, so that what else the machine does counts least. */
function measure(name: string, prepare: () => CompiledTemplate): Measurement {
  let best = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now();
    let count = 0;
    let elapsedMs = 0;
    while (elapsedMs < ROUND_MS) {
      for (let index = 0; index < BATCH; index += 1) prepare().run(SCOPE, OPTIONS);
      count += BATCH;
      elapsedMs = performance.now() - startedAt;
    }
    best = Math.max(best, (count * 1000) / elapsedMs);
  }
  return { name, value: Math.round(best), unit: '1/s' };
}
