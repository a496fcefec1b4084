import type { Node } from './ast.ts';
import type { Evaluation } from './evaluation.ts';

/** A compiled node. */
export type Evaluate = (evaluation: Evaluation) => unknown;

/** What compiling one node may ask for. */
export type CompileContext = {
  /** The names that may begin a path. */
  readonly roots: readonly string[];
  /** Compiles a node below the present one. */
  readonly compile: (node: Node) => Evaluate;
  /** The same for the beginning of a path, which is not a sub-expression of its own in a trace. */
  readonly compilePathStart: (node: Node) => Evaluate;
};
