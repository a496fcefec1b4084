import { builtinComponents } from '@flowmason/engine';
import {
  createPipelineReader,
  createTextLocator,
  type Diagnostic,
  type GhostStage,
  type Pipeline,
  type PipelineReading,
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

/** Reads and checks one text. Never throws. */
export function readToMessage(text: string): ReadingMessage {
  return createMessageReader()(text);
}

/** As `readToMessage`, for the texts of one document while it is edited: what an edit leaves as it is, is not read again. */
export function createMessageReader(): (text: string) => ReadingMessage {
  const reader = createPipelineReader({ components: builtinComponents });
  return (text) => toMessage(reader.read(text));
}

function toMessage({
  text,
  pipeline,
  diagnostics,
  isRunnable,
  ghosts,
  pointerOfStage,
}: PipelineReading): ReadingMessage {
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
