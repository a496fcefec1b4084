import type { DocumentReading } from '../dialects/read-document.ts';
import type { CheckContext } from './check-context.ts';
import type { CheckSource } from './check-source.ts';
import { structureOf } from './known-structure.ts';
import { factsOf } from './stage-facts.ts';
import { outputSites } from './template-sites.ts';

/** Prepares what the checks share, as far as `memory` does not have it. */
export function createCheckContext(
  document: DocumentReading,
  { text, components, reporter, memory }: CheckSource,
): CheckContext {
  const included = new Set(document.pipeline.stages);
  const readings = document.stages.filter(({ stage }) => included.has(stage));
  const structure = structureOf(document, components, memory.structure);
  memory.structure = structure;
  return {
    text,
    components,
    document,
    reporter,
    graph: structure.graph,
    structure,
    readings: new Map(readings.map((reading) => [reading.stage.id, reading])),
    sites: [
      ...document.stages.flatMap((reading) => factsOf(reading, document, { text, memory }).sites),
      ...outputSites(document),
    ],
    takenIds: new Set(document.stages.map(({ stage }) => stage.id.toLowerCase())),
  };
}
