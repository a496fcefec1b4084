import type { Template } from '../expression/ast.ts';
import { lintTemplate, type TemplateLint } from '../expression/lint-template.ts';
import type { CheckContext } from './check-context.ts';
import type { DiagnosticCode } from './diagnostic-codes.ts';
import { placeIn } from './template-sites.ts';

/** By code of the lint; one that is not here is told as a matter of style. */
const CODES: ReadonlyMap<string, DiagnosticCode> = new Map<string, DiagnosticCode>([
  ['filter-binds-tighter', 'filter-binding'],
  ['filter-takes-whole', 'filter-binding'],
  ['tag-is-text', 'tag-is-text'],
  ['blanks-make-text', 'blanks-make-text'],
  ['hyphen-joins', 'hyphen-joins'],
  ['text-is-true', 'text-is-true'],
]);

/** Reports what is allowed in a template, and probably not what was meant. */
export function checkLints({ text, reporter, sites }: CheckContext): void {
  for (const site of sites) {
    for (const lint of site.template === undefined ? [] : lintsOf(site.template)) {
      const message = `${lint.message.charAt(0).toUpperCase()}${lint.message.slice(1)}.`;
      const { fix } = lint;
      const at = fix && placeIn(text, site, fix);
      reporter.report(CODES.get(lint.code) ?? 'template-style', placeIn(text, site, lint), message, {
        fixes:
          fix === undefined || at === undefined
            ? []
            : [
                {
                  title: fix.title,
                  edits: [{ start: at.start, end: at.end, text: JSON.stringify(fix.text).slice(1, -1) }],
                },
              ],
      });
    }
  }
}

/** A template that is still the same has the same lints. */
const known = new WeakMap<Template, readonly TemplateLint[]>();

function lintsOf(template: Template): readonly TemplateLint[] {
  const before = known.get(template);
  if (before !== undefined) return before;
  const lints = lintTemplate(template);
  known.set(template, lints);
  return lints;
}
