import type { PipelineReading } from '@flowmason/pipeline-schema';
import { findingsOfField } from './field-findings.ts';
import type { FieldPlace } from './field-place.ts';
import { pointersOfField } from './field-pointer.ts';

/**
 * Which of the fields that a form shows is the one for a place in the document: the innermost that holds the value there, or
 * one that is missing there. Undefined when the form shows none.
 */
export function fieldOfPointer<Field extends FieldPlace>(
  reading: PipelineReading,
  pointer: string,
  fields: readonly Field[],
): Field | undefined {
  const [innermost] = fields
    .map((field) => ({ field, depth: depthIn(reading, field, pointer) }))
    .filter(({ depth }) => depth > 0)
    .toSorted((a, b) => b.depth - a.depth);
  if (innermost) return innermost.field;
  return fields.find((field) => findingsOfField(reading, field).some((finding) => finding.pointer === pointer));
}

/** The length of the field's own pointer when the value stands in it, else 0. */
function depthIn(reading: PipelineReading, field: FieldPlace, pointer: string): number {
  const around = pointersOfField(reading, field).filter(
    (outer) => pointer === outer || pointer.startsWith(`${outer}/`),
  );
  return Math.max(0, ...around.map(({ length }) => length));
}
