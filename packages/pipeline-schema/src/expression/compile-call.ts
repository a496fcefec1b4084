import { suggest } from '../text/suggest.ts';
import type { CallNode, FilterNode, NamedArgument, Node, TestNode } from './ast.ts';
import type { CompileContext, Evaluate } from './compile-context.ts';
import { ExprError, type ExprErrorCode } from './expr-error.ts';
import type { Filter, FilterCall } from './filters/filter.ts';
import { filterNames, findFilter } from './filters/find-filter.ts';
import { findFunction, functionNames } from './functions.ts';
import { findTest, testNames } from './tests.ts';
import { Missing } from './values.ts';

const NOTHING: readonly unknown[] = [];

/** @throws {ExprError} E_UNKNOWN_FILTER, E_ARGS. */
export function compileFilter(node: FilterNode, context: CompileContext): Evaluate {
  const filter = findFilter(node.name);
  if (!filter) return failOnName('E_UNKNOWN_FILTER', 'filter', node, filterNames());
  checkChosenNames(node);
  const readInput = context.compile(node.input);
  const readArguments = boundArguments(node, filter, context);
  const { acceptsMissing = false, apply } = filter;
  const { name } = node;
  return (evaluation) => {
    const value = readInput(evaluation);
    const args = readArguments.length === 0 ? NOTHING : readArguments.map((read) => read?.(evaluation));
    if (!acceptsMissing) {
      if (value instanceof Missing) return evaluation.note(value, `, so | ${name} has nothing to work on`);
      for (const argument of args) if (argument instanceof Missing) return evaluation.note(argument);
    }
    evaluation.burn(1, node);
    const call: FilterCall = { evaluation, span: node };
    return evaluation.measure(apply(value, args, call), node);
  };
}

/** @throws {ExprError} E_UNKNOWN_TEST, E_ARGS. */
export function compileTest(node: TestNode, context: CompileContext): Evaluate {
  const test = findTest(node.name);
  if (!test) return failOnName('E_UNKNOWN_TEST', 'test', node, testNames());
  if (node.args.length !== test.argumentCount) {
    throw new ExprError('E_ARGS', `the test ${node.name} takes ${counted(test.argumentCount)}`, node);
  }
  const readInput = context.compile(node.input);
  const [argument] = node.args;
  const readArgument = argument && context.compile(argument);
  const { negated } = node;
  return (evaluation) => test.holds(readInput(evaluation), readArgument?.(evaluation), evaluation, node) !== negated;
}

/** @throws {ExprError} E_UNKNOWN_FUNCTION, E_ARGS. */
export function compileCall(node: CallNode, context: CompileContext): Evaluate {
  const called = findFunction(node.name);
  if (!called) return failOnFunction(node);
  const [named] = node.named;
  if (named) throw new ExprError('E_ARGS', 'functions take no named arguments', named.nameSpan);
  const { minArguments, maxArguments, acceptsMissing = false } = called;
  const count = node.args.length;
  if (count < minArguments || count > maxArguments) {
    const takes =
      maxArguments === minArguments ? counted(minArguments) : `${minArguments} to ${maxArguments} arguments`;
    const hint = `write ${node.name}(${called.signature})`;
    throw new ExprError('E_ARGS', `${node.name} takes ${takes}`, node, { hint });
  }
  const readArguments = node.args.map(context.compile);
  return (evaluation) => {
    const args = readArguments.map((read) => read(evaluation));
    if (!acceptsMissing) for (const argument of args) if (argument instanceof Missing) return evaluation.note(argument);
    evaluation.burn(1, node);
    return evaluation.measure(called.call(args, evaluation, node), node);
  };
}

/** One reader for each parameter of the filter, in its order, up to the last that is given. */
function boundArguments(node: FilterNode, filter: Filter, context: CompileContext): readonly (Evaluate | undefined)[] {
  const bound: (Node | undefined)[] = [];
  const positional = filter.parameters.filter((parameter) => !parameter.named);
  const surplus = node.args[positional.length];
  if (surplus) throw new ExprError('E_ARGS', `${node.name} takes at most ${counted(positional.length)}`, surplus);
  node.args.forEach((argument, index) => {
    bound[index] = argument;
  });
  for (const argument of node.named) {
    const index = filter.parameters.findIndex(({ name }) => name === argument.name);
    if (index < 0) failOnArgument(node, filter, argument);
    if (bound[index]) {
      throw new ExprError('E_ARGS', `${node.name} gets the argument ${argument.name} twice`, argument.nameSpan);
    }
    bound[index] = argument.value;
  }
  const absent = filter.parameters.find(({ required }, index) => required && !bound[index]);
  if (absent) {
    const span = { start: node.nameStart, end: node.end };
    throw new ExprError('E_ARGS', `${node.name} needs the argument ${absent.name}`, span, {
      hint: usageOf(node, filter),
    });
  }
  return Array.from(bound, (argument) => argument && context.compile(argument));
}

function failOnArgument(node: FilterNode, filter: Filter, { name, nameSpan }: NamedArgument): never {
  const known = filter.parameters.map((parameter) => parameter.name);
  throw new ExprError('E_ARGS', `${node.name} has no argument named ${name.slice(0, 64)}`, nameSpan, {
    hint: usageOf(node, filter),
    suggestions: suggest(name, known),
  });
}

function usageOf(node: FilterNode, filter: Filter): string {
  const names = filter.parameters.map(({ name, named }) => (named ? `${name}=…` : name));
  return names.length > 0 ? `write | ${node.name}(${names.join(', ')})` : `write | ${node.name}`;
}

/** Names of filters and tests inside quotes are checked before anything runs, when they are fixed. */
function checkChosenNames(node: FilterNode): void {
  const position = CHOSEN_TEST.get(node.name);
  const chosen = position === undefined ? undefined : node.args[position];
  if (chosen?.kind === 'literal' && typeof chosen.value === 'string' && !findTest(chosen.value)) {
    const suggestions = suggest(chosen.value, testNames());
    throw new ExprError('E_UNKNOWN_TEST', `unknown test ${chosen.value.slice(0, 64)}`, chosen, { suggestions });
  }
}

const CHOSEN_TEST: ReadonlyMap<string, number> = new Map([
  ['select', 0],
  ['reject', 0],
  ['selectattr', 1],
  ['rejectattr', 1],
]);

function failOnName(
  code: ExprErrorCode,
  what: string,
  { name, nameStart }: FilterNode | TestNode,
  known: readonly string[],
): never {
  const span = { start: nameStart, end: nameStart + name.length };
  throw new ExprError(code, `unknown ${what} ${name.slice(0, 64)}`, span, { suggestions: suggest(name, known) });
}

function failOnFunction({ name, start }: CallNode): never {
  const hint = findFilter(name) ? `${name} is a filter: write value | ${name}` : undefined;
  throw new ExprError(
    'E_UNKNOWN_FUNCTION',
    `unknown function ${name.slice(0, 64)}`,
    { start, end: start + name.length },
    {
      hint,
      suggestions: suggest(name, functionNames()),
    },
  );
}

function counted(count: number): string {
  return count === 0 ? 'no arguments' : count === 1 ? 'one argument' : `${count} arguments`;
}
