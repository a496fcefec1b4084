import { type CompletionData, completeTemplate, type Run } from '@flowmason/pipeline-schema';
import type { PipelineDocument } from '../document/pipeline-document.ts';
import { completionData } from './expression-completion.ts';
import { type FieldPlace, templateFieldAt } from './field-place.ts';

/** One thing that an expression could read or do. */
export interface ReferenceChoice {
  /** What is inserted: `input.service`, `stages.ping.output.status_code`, `default()`. */
  readonly apply: string;
  /** The last part of it, as it stands in the tree. */
  readonly label: string;
  /** How deep it stands in the tree, from 0. */
  readonly depth: number;
  readonly detail: string;
  readonly group: 'Values' | 'Filters' | 'Functions';
}

/** Everything that an expression at `place` could read or do, as a tree laid flat: parents before their members. */
export function referenceChoices(
  document: PipelineDocument,
  place: FieldPlace,
  run: Run | undefined,
): readonly ReferenceChoice[] {
  const field = templateFieldAt(document.graph, place);
  if (!field) return [];
  const hidesSecrets = field.rule.secrets === 'refuse';
  const roots = hidesSecrets ? field.roots.filter((root) => root !== 'secrets') : field.roots;
  const data = { ...completionData(document, place, run), roots };
  const choices: ReferenceChoice[] = [];
  for (const root of inReadingOrder(roots)) {
    const members = membersBelow(root, 1, data);
    // A root without members, such as `env` without a profile, has nothing to choose.
    if (members.length > 0)
      choices.push({ apply: root, label: root, depth: 0, detail: '', group: 'Values' }, ...members);
  }
  return [...choices, ...callables(data)].slice(0, MOST);
}

/** What is asked for most comes first; what only this field has stands before all. */
function inReadingOrder(roots: readonly string[]): readonly string[] {
  const rank = (root: string): number => COMMON.indexOf(root);
  return [...roots].sort((a, b) => rank(a) - rank(b));
}

const COMMON: readonly string[] = ['input', 'stages', 'vars', 'context', 'env', 'secrets', 'execution'];

/** More are not read by anybody; the search finds those that are left out of sight. */
const MOST = 2_000;
const DEEPEST = 6;

function membersBelow(path: string, depth: number, data: CompletionData): readonly ReferenceChoice[] {
  if (depth > DEEPEST) return [];
  const source = `{{${path}.}}`;
  const { options } = completeTemplate(source, source.length - 2, data);
  return options.flatMap(({ label, detail, apply, from }) => {
    // A name in brackets replaces the dot.
    const whole = from === undefined ? `${path}.${apply}` : `${path}${apply}`;
    const choice: ReferenceChoice = { apply: whole, label, depth, detail, group: 'Values' };
    return [choice, ...membersBelow(whole, depth + 1, data)];
  });
}

function callables(data: CompletionData): readonly ReferenceChoice[] {
  const filters = completeTemplate('{{x|}}', 4, data).options;
  const functions = completeTemplate('{{}}', 2, data).options;
  return [
    ...functions
      .filter(({ kind }) => kind === 'function')
      .map(({ label, detail, apply }): ReferenceChoice => ({ apply, label, depth: 0, detail, group: 'Functions' })),
    ...filters.map(
      ({ label, detail, apply }): ReferenceChoice => ({
        apply: ` | ${apply}`,
        label,
        depth: 0,
        detail,
        group: 'Filters',
      }),
    ),
  ];
}

/** The choices that hold every word that is typed, with the parents of those that do. */
export function findReferences(choices: readonly ReferenceChoice[], typed: string): readonly ReferenceChoice[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return choices.filter(({ depth }) => depth < 2);
  return choices.filter(({ apply, detail }) => {
    const text = `${apply} ${detail}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
