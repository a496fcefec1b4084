import { type ComponentCatalog, type PipelineReading, readPipeline } from '@flowmason/pipeline-schema';

/** Reads the text of a pipeline with its findings; the same text gives the same reading, and with it all that is computed once of a pipeline. */
export type ReadPipelineText = (text: string) => PipelineReading;

const MAX_READINGS = 64;
/** In UTF-16 units; a large document's reading takes many times the space of its text. */
const MAX_REMEMBERED_LENGTH = 4_000_000;

/** Remembers the readings that were asked for last: a pipeline that is started again and again is read once. */
export function createPipelineMemory(components: ComponentCatalog): ReadPipelineText {
  const readings = new Map<string, PipelineReading>();
  let length = 0;
  return (text) => {
    const reading = readings.get(text) ?? readPipeline(text, { components });
    if (!readings.delete(text)) length += text.length;
    readings.set(text, reading);
    for (const oldest of readings.keys()) {
      if (readings.size <= MAX_READINGS && length <= MAX_REMEMBERED_LENGTH) break;
      readings.delete(oldest);
      length -= oldest.length;
    }
    return reading;
  };
}
