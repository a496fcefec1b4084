import type { ComponentCatalog } from '../component.ts';
import type { DocumentReading } from '../dialects/read-document.ts';
import type { StageReading } from '../dialects/read-stage.ts';
import { buildGraph, type PipelineGraph } from '../graph.ts';
import type { Stage } from '../pipeline.ts';
import { CleanStages } from './clean-stages.ts';
import { collectGuards, type Guards } from './guards.ts';

/** What the stages of a document are to each other, and what was found out by it. */
export interface KnownStructure {
  readonly stages: readonly StageReading[];
  readonly graph: PipelineGraph;
  /** Worked out when they are first asked for. */
  readonly guards: () => Guards;
  /** Stages whose templates name nothing that does not exist where they stand. */
  readonly cleanTemplates: CleanStages;
  /** Stages that read only what has run before them. */
  readonly cleanReads: CleanStages;
  /** Checks of the structure as a whole that have found nothing. */
  readonly cleanChecks: Set<string>;
}

/** The structure of `document`: that of `last`, with the stages as they are now, as long as nothing changed that it follows from. */
export function structureOf(
  document: DocumentReading,
  components: ComponentCatalog,
  last: KnownStructure | undefined,
): KnownStructure {
  const { stages, pipeline } = document;
  const isSame =
    last?.stages.length === stages.length &&
    stages.every((reading, index) => isAlike(reading, last.stages[index] ?? reading));
  if (last !== undefined && isSame) {
    return { ...last, stages, graph: { ...last.graph, stages: firstById(pipeline.stages) } };
  }
  const graph = buildGraph(pipeline, components);
  let guards: Guards | undefined;
  return {
    stages,
    graph,
    guards: () => {
      guards ??= collectGuards({ graph });
      return guards;
    },
    cleanTemplates: new CleanStages(),
    cleanReads: new CleanStages(),
    cleanChecks: new Set(),
  };
}

/** Of two stages with one id the first counts, as in every graph. */
function firstById(stages: readonly Stage[]): ReadonlyMap<string, Stage> {
  const byId = new Map<string, Stage>();
  for (const stage of stages) if (!byId.has(stage.id)) byId.set(stage.id, stage);
  return byId;
}

function isAlike(a: StageReading, b: StageReading): boolean {
  return a === b || JSON.stringify(placeOf(a)) === JSON.stringify(placeOf(b));
}

/** Everything of a stage that its place in the graph, its guards and the names in its scope follow from. */
function placeOf({ stage, component }: StageReading) {
  const { id, component: name, join, disabled, depends_on, config } = stage;
  const { error_scope, parallel, item_variable, index_variable } = config;
  const arms = component?.arms?.(config);
  return [id, name, join, disabled, depends_on, arms, error_scope, parallel, item_variable, index_variable];
}
