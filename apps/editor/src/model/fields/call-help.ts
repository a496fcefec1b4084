import { type CallHelp, callHelpAt } from '@flowmason/pipeline-schema';
import type { PipelineDocument } from '../document/pipeline-document.ts';
import type { TemplateCursor } from './expression-completion.ts';
import { type FieldPlace, templateFieldAt } from './field-place.ts';

/** A call as it is shown while its arguments are written. */
export interface ShownCall extends Pick<CallHelp, 'name' | 'summary'> {
  /** `default(value?, boolean?)` */
  readonly label: string;
  /** Where each parameter stands in the label. */
  readonly parameters: readonly { readonly start: number; readonly end: number }[];
  /** The one that the cursor is at. */
  readonly active: number | undefined;
  /** Tells the call from others of the same template. */
  readonly start: number;
}

/** The call whose arguments the cursor stands in; undefined outside of them, and in a field that is no template. Never fails. */
export function explainCall(
  { graph }: Pick<PipelineDocument, 'graph'>,
  place: FieldPlace,
  { text, offset }: TemplateCursor,
): ShownCall | undefined {
  const help = text.includes('(') && templateFieldAt(graph, place) ? callHelpAt(text, offset) : undefined;
  if (!help) return undefined;
  const { name, parameters, summary, active, start } = help;
  const places: { start: number; end: number }[] = [];
  let label = `${name}(`;
  for (const parameter of parameters) {
    if (places.length > 0) label += ', ';
    places.push({ start: label.length, end: label.length + parameter.length });
    label += parameter;
  }
  return { name, label: `${label})`, parameters: places, summary, active, start };
}
