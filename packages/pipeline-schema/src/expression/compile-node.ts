import { childrenOf, type ListNode, type Node, type ObjectNode } from './ast.ts';
import { compileCall, compileFilter, compileTest } from './compile-call.ts';
import type { CompileContext, Evaluate } from './compile-context.ts';
import {
  compileBinary,
  compileCompare,
  compileConditional,
  compileLogic,
  compileNot,
  compileUnary,
} from './compile-operator.ts';
import { compileIndex, compileMember, compileRoot, compileSlice } from './compile-path.ts';
import type { Evaluation } from './evaluation.ts';
import { ExprError } from './expr-error.ts';
import { Missing } from './values.ts';

/** Puts something around every compiled sub-expression, such as the recording of a trace. */
export type Observe = (node: Node, evaluate: Evaluate) => Evaluate;

/**
 * Compiles an expression into one closure. All names but those of data are checked here.
 * @throws {ExprError} E_UNKNOWN_ROOT, E_UNKNOWN_FILTER, E_UNKNOWN_FUNCTION, E_UNKNOWN_TEST, E_ARGS, E_FORBIDDEN.
 */
export function compileNode(node: Node, roots: readonly string[], observe?: Observe): Evaluate {
  const context: CompileContext = {
    roots,
    compile: (child) => {
      const evaluate = compileKind(child, context);
      return observe ? observe(child, evaluate) : evaluate;
    },
    compilePathStart: (child) => (isPath(child) ? compileKind(child, context) : context.compile(child)),
  };
  return context.compile(node);
}

/** All errors that compiling `node` meets, in no special order; `compileNode` throws one of them. */
export function collectCompileErrors(node: Node, roots: readonly string[]): readonly ExprError[] {
  const errors: ExprError[] = [];
  const visited = new Set<Node>();
  const context: CompileContext = {
    roots,
    compile: (child) => {
      if (!visited.has(child)) visit(child);
      return () => null;
    },
    compilePathStart: (child) => (isPath(child) ? compileKind(child, context) : context.compile(child)),
  };
  const visit = (child: Node): void => {
    visited.add(child);
    try {
      compileKind(child, context);
    } catch (error) {
      if (!(error instanceof ExprError)) throw error;
      errors.push(error);
      // What is called may be unknown, and its arguments wrong beside that; a path is wrong as a whole.
      if (!isPath(child)) childrenOf(child).forEach(context.compile);
    }
  };
  context.compile(node);
  return errors;
}

function isPath(node: Node): boolean {
  return node.kind === 'member' || node.kind === 'index';
}

function compileKind(node: Node, context: CompileContext): Evaluate {
  switch (node.kind) {
    case 'literal': {
      const { value } = node;
      return () => value;
    }
    case 'root':
      return compileRoot(node, context);
    case 'member':
      return compileMember(node, context);
    case 'index':
      return compileIndex(node, context);
    case 'slice':
      return compileSlice(node, context);
    case 'call':
      return compileCall(node, context);
    case 'filter':
      return compileFilter(node, context);
    case 'test':
      return compileTest(node, context);
    case 'unary':
      return compileUnary(node, context);
    case 'binary':
      return compileBinary(node, context);
    case 'compare':
      return compileCompare(node, context);
    case 'and':
    case 'or':
      return compileLogic(node, context);
    case 'not':
      return compileNot(node, context);
    case 'conditional':
      return compileConditional(node, context);
    case 'list':
      return compileList(node, context);
    case 'object':
      return compileObject(node, context);
  }
}

function compileList(node: ListNode, context: CompileContext): Evaluate {
  const readItems = node.items.map(context.compile);
  return (evaluation) => readItems.map((read) => present(evaluation, read(evaluation)));
}

function compileObject(node: ObjectNode, context: CompileContext): Evaluate {
  const readEntries = node.entries.map(({ key, value }) => ({ key, read: context.compile(value) }));
  return (evaluation) =>
    Object.fromEntries(readEntries.map(({ key, read }) => [key, present(evaluation, read(evaluation))]));
}

/** What a list or object holds where a value is missing. */
function present(evaluation: Evaluation, value: unknown): unknown {
  if (!(value instanceof Missing)) return value;
  evaluation.note(value);
  return null;
}
