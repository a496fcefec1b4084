import { builtinComponents } from '@flowmason/engine';
import { applyTextEdits, planChange } from '@flowmason/pipeline-schema';

/** The text with another `name` and every other byte as it was, or why that cannot be done. */
export function retitlePipeline(
  text: string,
  name: string,
): { readonly text: string; readonly refusal?: undefined } | { readonly refusal: string } {
  const plan = planChange(
    text,
    { type: 'set_document_value', path: ['name'], value: name },
    { components: builtinComponents },
  );
  return plan.refusal === undefined ? { text: applyTextEdits(text, plan.edits) } : { refusal: plan.refusal };
}
