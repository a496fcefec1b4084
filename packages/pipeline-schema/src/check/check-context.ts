import type { ComponentCatalog } from '../component.ts';
import type { DocumentReading } from '../dialects/read-document.ts';
import type { StageReading } from '../dialects/read-stage.ts';
import { buildGraph, type PipelineGraph } from '../graph.ts';
import { pointerSegments } from '../text/json-pointer.ts';
import { findNodeAt, type SourceNode } from '../text/source-node.ts';
import type { Reporter } from './reporter.ts';
import { type TemplateSite, templateSites } from './template-sites.ts';

/** What every check of a document is given. */
export interface CheckContext {
  readonly text: string;
  readonly components: ComponentCatalog;
  readonly document: DocumentReading;
  readonly reporter: Reporter;
  readonly graph: PipelineGraph;
  /** The readings of the stages that take part, by id. */
  readonly readings: ReadonlyMap<string, StageReading>;
  readonly sites: readonly TemplateSite[];
  /** All ids in the document, in lower case, also those of stages that do not take part. */
  readonly takenIds: ReadonlySet<string>;
}

/** Prepares what the checks share. */
export function createCheckContext(
  document: DocumentReading,
  { text, components, reporter }: Pick<CheckContext, 'text' | 'components' | 'reporter'>,
): CheckContext {
  const included = new Set(document.pipeline.stages);
  const readings = document.stages.filter(({ stage }) => included.has(stage));
  return {
    text,
    components,
    document,
    reporter,
    graph: buildGraph(document.pipeline, components),
    readings: new Map(readings.map((reading) => [reading.stage.id, reading])),
    sites: templateSites(document),
    takenIds: new Set(document.stages.map(({ stage }) => stage.id.toLowerCase())),
  };
}

/** The node in the text of a pointer into a stage's canonical config. */
export function configNode(reading: StageReading, pointer: string): SourceNode | undefined {
  const [key, ...rest] = pointerSegments(pointer);
  const top = key === undefined ? undefined : reading.config.get(key)?.value;
  return top && findNodeAt(top, rest);
}

/** The stage in whose text `offset` stands. */
export function readingAt({ document: { stages } }: CheckContext, offset: number): StageReading | undefined {
  let low = 0;
  let high = stages.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((stages[middle]?.node.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const found = stages[low];
  return found !== undefined && found.node.start <= offset && offset < found.node.end ? found : undefined;
}
