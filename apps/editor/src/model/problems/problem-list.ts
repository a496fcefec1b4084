import { bulkFix, type Diagnostic, type PipelineReading, pointerSegments } from '@flowmason/pipeline-schema';
import { createStageFinder } from '../code/stage-of-pointer.ts';

/** A finding with the place that a person knows it by. */
export interface Problem {
  /** Tells it from all others of its text, and finds it again in the next text while it stands still. */
  readonly key: string;
  readonly diagnostic: Diagnostic;
  /** The stage in which it stands; undefined outside all stages. */
  readonly stageId: string | undefined;
  /** Below the stage or the document: `config › url`; empty for the whole. */
  readonly field: string;
}

/** Problems that belong together. */
export interface ProblemGroup {
  readonly key: string;
  readonly title: string;
  /** The code that all of them have, when they are grouped by kind. */
  readonly code: string | undefined;
  readonly problems: readonly Problem[];
  readonly errorCount: number;
  /** How many of them have a fix that may be made of all at once. */
  readonly fixableCount: number;
}

export type ProblemGrouping = 'kind' | 'stage' | 'severity';

/** What is shown of all problems. */
export interface ProblemFilter {
  /** Words that message, code, stage or field must have; upper and lower case alike. */
  readonly search: string;
  readonly severity: 'all' | Diagnostic['severity'];
}

/** The findings of a reading, in order of place. */
export function toProblems(reading: PipelineReading): readonly Problem[] {
  const findStage = createStageFinder(reading);
  const nameOf = createNamer();
  return reading.diagnostics.map((diagnostic) => {
    const stage = findStage(diagnostic.pointer);
    const field = stage === undefined ? diagnostic.pointer : diagnostic.pointer.slice(stage.pointer.length);
    return {
      key: nameOf(diagnostic),
      diagnostic,
      stageId: stage?.id,
      field: toFieldText(field),
    };
  });
}

/** Those that pass the filter. */
export function filterProblems(problems: readonly Problem[], { search, severity }: ProblemFilter): readonly Problem[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return problems.filter(({ diagnostic, stageId = '', field }) => {
    if (severity !== 'all' && diagnostic.severity !== severity) return false;
    const text = `${diagnostic.message} ${diagnostic.code} ${stageId} ${field}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The problems in groups; groups with errors first, else in the order in which the text has them. */
export function groupProblems(problems: readonly Problem[], by: ProblemGrouping): readonly ProblemGroup[] {
  const groups = Map.groupBy(problems, (problem) => GROUPS[by](problem));
  return [...groups.entries()]
    .map(([key, members]): ProblemGroup => {
      const [first] = members;
      return {
        key: `${by} ${key}`,
        title: by === 'stage' ? key : toWords(key),
        code: by === 'kind' ? first?.diagnostic.code : undefined,
        problems: members,
        errorCount: members.filter(({ diagnostic }) => diagnostic.severity === 'error').length,
        fixableCount: members.filter(({ diagnostic }) => bulkFix(diagnostic) !== undefined).length,
      };
    })
    .sort((a, b) => Number(b.errorCount > 0) - Number(a.errorCount > 0));
}

const GROUPS: Readonly<Record<ProblemGrouping, (problem: Problem) => string>> = {
  kind: ({ diagnostic }) => diagnostic.code,
  stage: ({ stageId }) => stageId ?? 'The document',
  severity: ({ diagnostic }) => `${diagnostic.severity}s`,
};

/** Gives every finding of one text a key; equal ones are told apart by which of them it is, wherever they stand. */
function createNamer(): (diagnostic: Diagnostic) => string {
  const counts = new Map<string, number>();
  return ({ code, pointer, message }) => {
    const key = `${code} ${pointer} ${message}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count === 1 ? key : `${key} ${count}`;
  };
}

function toFieldText(pointer: string): string {
  return pointerSegments(pointer).join(' › ');
}

function toWords(code: string): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
