import { builtinComponents } from '@flowmason/engine';
import {
  createTextLocator,
  type Diagnostic,
  type GhostStage,
  type Pipeline,
  type PipelineReading,
  readPipeline,
} from '@flowmason/pipeline-schema';

/** A reading without its functions, as it goes from the worker to the page. */
export interface ReadingMessage {
  readonly text: string;
  readonly pipeline: Pipeline | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly isRunnable: boolean;
  readonly ghosts: readonly GhostStage[];
  /** Stage id → JSON pointer of its object in the text. */
  readonly stagePointers: Readonly<Record<string, string>>;
}

/** Reads and checks `text`. Never throws. */
export function readToMessage(text: string): ReadingMessage {
  const { pipeline, diagnostics, isRunnable, ghosts, pointerOfStage } = readPipeline(text, {
    components: builtinComponents,
  });
  const pointers = (pipeline?.stages ?? []).map(({ id }) => [id, pointerOfStage(id) ?? ''] as const);
  return { text, pipeline, diagnostics, isRunnable, ghosts, stagePointers: Object.fromEntries(pointers) };
}

/** The reading that the message was made of. */
export function fromReadingMessage({ stagePointers, ...reading }: ReadingMessage): PipelineReading {
  const pointers = new Map(Object.entries(stagePointers));
  return {
    ...reading,
    locate: createTextLocator(reading.text),
    pointerOfStage: (stageId) => pointers.get(stageId),
  };
}
