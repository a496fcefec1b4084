import { replaceNode } from '../text/source-edits.ts';
import { didYouMean, suggest } from '../text/suggest.ts';
import type { CheckContext } from './check-context.ts';

/** Reports components that the catalog does not have. */
export function checkComponents({ text, document, components, reporter }: CheckContext): void {
  for (const { stage, component, fields } of document.stages) {
    const node = fields.get('component')?.value;
    if (component !== undefined || node?.kind !== 'scalar' || typeof node.value !== 'string') continue;
    const suggestions = suggest(stage.component, components.keys());
    const choice =
      suggestions.length > 0 ? didYouMean(suggestions) : ` Known are ${[...components.keys()].join(', ')}.`;
    reporter.report('unknown-component', node, `There is no component ${JSON.stringify(node.value)}.${choice}`, {
      fixes: suggestions.map((each) => ({ title: `Change to "${each}"`, edits: replaceNode(text, node, each) })),
    });
  }
}
