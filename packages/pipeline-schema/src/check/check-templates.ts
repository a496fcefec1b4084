import { compileParsedTemplate, compileTemplate } from '../expression/compile-template.ts';
import { ExprError, type ExprErrorCode } from '../expression/expr-error.ts';
import type { CheckContext } from './check-context.ts';
import type { DiagnosticCode } from './diagnostic-codes.ts';
import { templateRoots } from './template-roots.ts';
import { placeIn, type TemplateSite } from './template-sites.ts';

/** Reports templates that cannot be read, or name something that does not exist where they stand. */
export function checkTemplates(context: CheckContext): void {
  const rootsOf = templateRoots(context);
  for (const site of context.sites) {
    const error = site.error ?? findFault(site, rootsOf(site));
    if (error !== undefined) reportFault(context, site, error);
  }
}

/** By code of the expression language; those that only evaluation can throw are told as a value that cannot be right. */
const CODES: Readonly<Record<ExprErrorCode, DiagnosticCode>> = {
  E_SYNTAX: 'template-syntax',
  E_UNCLOSED: 'template-syntax',
  E_UNKNOWN_ROOT: 'unknown-namespace',
  E_UNKNOWN_STAGE: 'unknown-stage',
  E_UNKNOWN_FILTER: 'unknown-filter',
  E_UNKNOWN_FUNCTION: 'unknown-function',
  E_UNKNOWN_TEST: 'unknown-test',
  E_UNDEFINED: 'template-value',
  E_TYPE: 'template-value',
  E_ARGS: 'template-arguments',
  E_LIMIT: 'template-limit',
  E_FORBIDDEN: 'template-forbidden',
  E_DIV_ZERO: 'template-value',
  E_VALUE: 'template-value',
};

/** Names that exist, but not here. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['output', 'only a retry condition has it; what another stage gave is stages.ID.output'],
  ['attempt', 'only a retry condition has it; elsewhere it is execution.attempt'],
  ['error', 'only stages in the catch or finally of a trycatch have it'],
  ['item', 'only stages inside a foreach have it, under the name that its item_variable gives'],
  ['index', 'only stages inside a foreach have it, under the name that its index_variable gives'],
  ['loop', 'only stages inside a foreach have it'],
  ['data', 'only the mapping of a json_transform and the condition of a filter have it'],
]);

const KEY_ADVICE = 'the key is known before anything runs, and is recorded: it can be made of input and env only';

function findFault(site: TemplateSite, roots: readonly string[]): ExprError | undefined {
  try {
    // What was read once is not read again; a long text is not kept, here as there.
    if (site.template === undefined) compileTemplate(site.text, { roots });
    else compileParsedTemplate(site.template, roots);
    return undefined;
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    return error;
  }
}

function reportFault({ text, reporter }: CheckContext, site: TemplateSite, error: ExprError): void {
  const place = placeIn(text, site, error);
  const isUnknownName = error.code === 'E_UNKNOWN_ROOT';
  const advice =
    (isUnknownName && site.kind === 'settings' && KEY_ADVICE) ||
    (isUnknownName && ELSEWHERE.get(site.text.slice(error.start, error.end))) ||
    error.hint;
  const hint = advice === undefined ? '' : ` (${advice})`;
  const sentence = `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}${hint}.`;
  reporter.report(CODES[error.code], place, sentence, {
    fixes: error.suggestions.map((each) => ({
      title: `Change to ${each}`,
      // Inside a JSON text: what the suggestion brings must be escaped like everything else there.
      edits: [{ start: place.start, end: place.end, text: JSON.stringify(each).slice(1, -1) }],
    })),
  });
}
