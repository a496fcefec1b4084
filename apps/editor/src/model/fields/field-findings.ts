import type { Diagnostic, PipelineReading } from '@flowmason/pipeline-schema';
import { readCodeStrings } from '../code/code-string.ts';
import type { FieldPlace } from './field-place.ts';
import { pointersOfField } from './field-pointer.ts';

/** What was found in a field or in anything inside it; also that it is missing, which is told of what is around it. */
export function findingsOfField(reading: PipelineReading, place: FieldPlace): readonly Diagnostic[] {
  if (reading.diagnostics.length === 0) return [];
  const pointers = pointersOfField(reading, place);
  return reading.diagnostics.filter(
    (found) =>
      pointers.some((pointer) => found.pointer === pointer || found.pointer.startsWith(`${pointer}/`)) ||
      isMissing(found, reading, place),
  );
}

function isMissing({ code, pointer, message }: Diagnostic, reading: PipelineReading, place: FieldPlace): boolean {
  if (code !== 'missing-config' || place.path[0] !== 'config') return false;
  const stage = reading.pointerOfStage(place.stageId ?? '');
  if (stage === undefined || !(pointer === stage || pointer.startsWith(`${stage}/`))) return false;
  const steps = place.path.slice(1).map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`));
  return message.startsWith(`"${steps.join('').replace(/^\./, '')}" `);
}

/** A stretch of a field's text that something was found in. */
export interface TextMark {
  readonly start: number;
  readonly end: number;
  readonly severity: Diagnostic['severity'];
}

/** Where in the text of a field the findings of that very text stand; those of a value that is no text are left out. */
export function marksOfField(
  reading: PipelineReading,
  place: FieldPlace,
  findings: readonly Diagnostic[],
): readonly TextMark[] {
  if (findings.length === 0) return [];
  const pointers = pointersOfField(reading, place);
  return findings
    .filter(({ pointer }) => pointers.includes(pointer))
    .flatMap(({ pointer, range, severity }) => {
      const whole = reading.locate(pointer);
      if (!whole) return [];
      const source = reading.text.slice(whole.start.offset, whole.end.offset);
      const [text] = source.startsWith('"') ? readCodeStrings(source) : [];
      if (!text) return [];
      const unitAt = (offset: number): number => {
        const unit = text.offsets.findIndex((at) => at >= offset - whole.start.offset);
        return unit < 0 ? text.value.length : unit;
      };
      return [{ start: unitAt(range.start.offset), end: unitAt(range.end.offset), severity }];
    });
}
