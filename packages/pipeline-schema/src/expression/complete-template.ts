import { filterSignature, functionSignature } from './call-signature.ts';
import { EXPRESSION_ROOTS } from './compile-template.ts';
import type { CompletionData, TemplateCompletion, TemplateCompletions } from './completion.ts';
import { completionContextAt } from './completion-context.ts';
import { memberOptions } from './completion-members.ts';
import { filterNames } from './filters/find-filter.ts';
import { functionNames } from './functions.ts';
import { KEYWORDS } from './operand-parser.ts';
import { findTest, testNames } from './tests.ts';

/**
 * What could stand at `offset` of a template that may be half-written: roots, functions and keywords where a value
 * begins, members behind a dot or in brackets, filters behind `|`, tests behind `is`. Options that do not begin with
 * what is typed already are left to the caller's filter. Never fails.
 */
export function completeTemplate(source: string, offset: number, data: CompletionData): TemplateCompletions {
  const context = completionContextAt(source, offset);
  const { from, to } = context;
  switch (context.kind) {
    case 'none':
      return { from, to, options: [] };
    case 'text':
      return { from, to, options: [TEMPLATE] };
    case 'filter':
      return { from, to, options: filterNames().map(filterOption) };
    case 'test':
      return { from, to, options: testNames().filter(isWord).map(testOption) };
    case 'member':
      return { from, to, options: memberOptions(context.path, context.dotAt, data) };
    case 'value':
      return { from, to, options: [...rootOptions(data), ...functionNames().map(functionOption), ...keywordOptions()] };
    case 'operator':
      return { from, to, options: OPERATORS };
  }
}

const TEMPLATE: TemplateCompletion = { label: '{{ }}', kind: 'template', detail: 'An expression', apply: '{{ }}' };

const OPERATORS: readonly TemplateCompletion[] = ['and', 'or', 'not in', 'in', 'is', 'is not', 'if', 'else'].map(
  (label) => ({ label, kind: 'keyword', detail: '', apply: label }),
);

function rootOptions({ roots = EXPRESSION_ROOTS }: CompletionData): readonly TemplateCompletion[] {
  return roots.map((label) => ({ label, kind: 'root', detail: ROOTS.get(label) ?? '', apply: label }));
}

const ROOTS: ReadonlyMap<string, string> = new Map([
  ['input', "the run's input"],
  ['stages', 'other stages, by id'],
  ['output', "this attempt's output"],
  ['secrets', 'secrets, by name'],
  ['env', "the profile's environment, by name"],
  ['context', 'items and indexes of the loops around, by name'],
  ['execution', 'this run'],
  ['vars', 'what variable_set has set'],
  ['error', 'what was caught'],
  ['item', 'the present item'],
  ['index', 'its position, from 0'],
  ['loop', 'the loop around this stage'],
  ['attempt', 'which attempt this is, from 1'],
  ['data', 'the data to filter'],
]);

function keywordOptions(): readonly TemplateCompletion[] {
  return [...KEYWORDS]
    .filter((word) => /^(?:not|true|false|null)$/.test(word))
    .map((label) => ({ label, kind: 'keyword', detail: '', apply: label }));
}

function filterOption(name: string): TemplateCompletion {
  const { parameters = [], summary = '' } = filterSignature(name) ?? {};
  const label = parameters.length > 0 ? `${name}(${parameters.join(', ')})` : name;
  const needsArguments = parameters.some((parameter) => !parameter.endsWith('?'));
  return { label: name, kind: 'filter', detail: `${label}: ${summary}`, apply: needsArguments ? `${name}()` : name };
}

function testOption(name: string): TemplateCompletion {
  return { label: name, kind: 'test', detail: findTest(name)?.summary ?? '', apply: name };
}

function functionOption(name: string): TemplateCompletion {
  const { parameters = [], summary = '' } = functionSignature(name) ?? {};
  const detail = `${name}(${parameters.join(', ')}): ${summary}`;
  return { label: `${name}()`, kind: 'function', detail, apply: `${name}()` };
}

/** Spellings of tests such as `>=` can stand only in quotes. */
function isWord(name: string): boolean {
  return /^\w+$/.test(name);
}
