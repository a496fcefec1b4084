import { readFileSync } from 'node:fs';
import { testCatalog } from '../catalog.test-support.ts';
import { applyTextEdits } from '../text/text-edit.ts';
import type { PipelineChange } from './pipeline-change.ts';
import { planChange } from './plan-change.ts';

/** For tests only. */
const components = testCatalog;

/** The text after a change, which must not be refused. */
export function changed(text: string, change: PipelineChange): string {
  const plan = planChange(text, change, { components });
  if (plan.refusal !== undefined) throw new Error(`refused: ${plan.refusal}`);
  return applyTextEdits(text, plan.edits);
}

/** The reason for which a change is refused. */
export function refusalOf(text: string, change: PipelineChange): string | undefined {
  return planChange(text, change, { components }).refusal;
}

/** The lines that a change takes out (`- `) and puts in (`+ `), without their indentation; all others must stay as they are. */
export function lineChanges(before: string, after: string): readonly string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  // Lengths of the longest common subsequence of what begins at each pair of lines.
  const common = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const row = common[i];
      if (row) row[j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const changes: string[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) [i, j] = [i + 1, j + 1];
    else if (i < old.length && (j >= now.length || at(i + 1, j) >= at(i, j + 1))) changes.push(`- ${old[i++]?.trim()}`);
    else changes.push(`+ ${now[j++]?.trim()}`);
  }
  return changes;
}

/** What a change does to the lines of a text. */
export function linesOf(text: string, change: PipelineChange): readonly string[] {
  return lineChanges(text, changed(text, change));
}

/** A document of these stages in the usual style. */
export function documentOf(stages: readonly object[], rest: object = {}): string {
  return `${JSON.stringify({ name: 'n', version: '1.0.0', stages, ...rest }, null, 2)}\n`;
}

const fileAt = (name: string): string => readFileSync(new URL(`../../test-data/${name}`, import.meta.url), 'utf8');

/** Both documents that the system is made from. */
export const CICD = fileAt('seed-cicd.json');
export const INCIDENT = fileAt('seed-incident.json');

/** One pipeline in two dialects: everything that has several spellings, in the canonical and in another one. */
export const CANONICAL = documentOf(
  [
    { id: 'ping', component: 'http_request', config: { url: 'https://a.example' }, timeout_ms: 30_000 },
    {
      id: 'check',
      component: 'conditional',
      depends_on: ['ping'],
      config: { condition: '{{stages.ping.output.success}}', if_true: ['guard'], if_false: [] },
    },
    { id: 'guard', component: 'trycatch', config: { try: ['push', 'probe'], catch: ['undo'], finally: [] } },
    {
      id: 'push',
      component: 'http_request',
      config: { url: '{{stages.ping.output.url}}' },
      retry: { max_attempts: 3 },
    },
    { id: 'probe', component: 'http_request', config: { url: 'https://b.example' } },
    { id: 'undo', component: 'logger', config: { message: 'x' } },
    { id: 'tell', component: 'logger', depends_on: ['guard'], config: { message: "{{stages['ping'].output}}" } },
  ],
  { output_mapping: { ping: '{{stages.ping.output.success}}' }, layout: { ping: [10, 20], tell: [30, 40] } },
);

export const DIALECT = documentOf(
  [
    { id: 'ping', component_type: 'http-request', input_mapping: { url: 'https://a.example', timeout: 30_000 } },
    {
      id: 'check',
      component_type: 'conditional',
      depends_on: 'ping',
      input_mapping: { condition: '{{ping.output.success}}', true_branch: 'guard' },
    },
    {
      id: 'guard',
      component_type: 'trycatch',
      input_mapping: { try_stages: ['push', 'probe'], catch_stages: ['undo'] },
    },
    {
      id: 'push',
      component_type: 'http-request',
      input_mapping: { url: '{{upstream.ping.url}}', retry_config: { max_retries: 2, initial_delay_ms: 500 } },
    },
    { id: 'probe', component_type: 'http-request', input_mapping: { url: 'https://b.example' } },
    { id: 'undo', component_type: 'logger', input_mapping: { message: 'x' } },
    { id: 'tell', component_type: 'logger', depends_on: ['guard'], input_mapping: { message: '{{ping.output}}' } },
  ],
  { output_mapping: { ping: '{{ping.output.success}}' } },
);
