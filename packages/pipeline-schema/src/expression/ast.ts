import type { Span } from './expr-error.ts';

/** What a literal may be. */
export type Literal = string | number | boolean | null;

/** `name=value` in the brackets of a call; `nameSpan` is where the name stands. */
export type NamedArgument = { readonly name: string; readonly nameSpan: Span; readonly value: Node };

/** `start` and `end` include the brackets around a node that `inBrackets`. */
type NodeBase = Span & { readonly inBrackets?: boolean };

export type RootNode = NodeBase & { readonly kind: 'root'; readonly name: string };
export type MemberNode = NodeBase & {
  readonly kind: 'member';
  readonly object: Node;
  readonly name: string;
  readonly nameStart: number;
};
export type IndexNode = NodeBase & { readonly kind: 'index'; readonly object: Node; readonly key: Node };
export type SliceNode = NodeBase & {
  readonly kind: 'slice';
  readonly object: Node;
  readonly from: Node | undefined;
  readonly to: Node | undefined;
  readonly step: Node | undefined;
};
export type CallNode = NodeBase & {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Node[];
  readonly named: readonly NamedArgument[];
};
export type FilterNode = NodeBase & {
  readonly kind: 'filter';
  readonly input: Node;
  readonly name: string;
  readonly nameStart: number;
  readonly args: readonly Node[];
  readonly named: readonly NamedArgument[];
};
export type TestNode = NodeBase & {
  readonly kind: 'test';
  readonly input: Node;
  readonly name: string;
  readonly nameStart: number;
  readonly negated: boolean;
  readonly args: readonly Node[];
};
export type UnaryNode = NodeBase & { readonly kind: 'unary'; readonly operator: '-' | '+'; readonly operand: Node };
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '~';
export type BinaryNode = NodeBase & {
  readonly kind: 'binary';
  readonly operator: ArithmeticOperator;
  readonly left: Node;
  readonly right: Node;
};
export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';
/** `a < b < c`: each side is compared with the one before it. */
export type CompareNode = NodeBase & {
  readonly kind: 'compare';
  readonly first: Node;
  readonly rest: readonly { readonly operator: CompareOperator; readonly operand: Node }[];
};
export type LogicNode = NodeBase & { readonly kind: 'and' | 'or'; readonly left: Node; readonly right: Node };
export type NotNode = NodeBase & { readonly kind: 'not'; readonly operand: Node };
export type ConditionalNode = NodeBase & {
  readonly kind: 'conditional';
  readonly condition: Node;
  readonly chosen: Node;
  readonly otherwise: Node | undefined;
};
export type LiteralNode = NodeBase & { readonly kind: 'literal'; readonly value: Literal };
export type ListNode = NodeBase & { readonly kind: 'list'; readonly items: readonly Node[] };
export type ObjectNode = NodeBase & {
  readonly kind: 'object';
  readonly entries: readonly { readonly key: string; readonly value: Node }[];
};

/** One node of an expression's tree, with its place in the template's source. */
export type Node =
  | RootNode
  | MemberNode
  | IndexNode
  | SliceNode
  | CallNode
  | FilterNode
  | TestNode
  | UnaryNode
  | BinaryNode
  | CompareNode
  | LogicNode
  | NotNode
  | ConditionalNode
  | LiteralNode
  | ListNode
  | ObjectNode;

/** Text between expressions, with raw blocks resolved, so `text` may be shorter than its span. */
export type TextPart = Span & { readonly kind: 'text'; readonly text: string };
/** One `{{ … }}`; the span includes the braces. */
export type ExpressionPart = Span & {
  readonly kind: 'expression';
  readonly expression: Node;
  /** How many nodes the tree has, which is what evaluating it costs at least. */
  readonly nodeCount: number;
};
export type TemplatePart = TextPart | ExpressionPart;

/** A parsed template: its parts in order, without gaps. An empty source has no parts. */
export type Template = { readonly source: string; readonly parts: readonly TemplatePart[] };

/** The nodes directly below `node`, in the order of the source. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'literal':
    case 'root':
      return [];
    case 'member':
      return [node.object];
    case 'index':
      return [node.object, node.key];
    case 'slice':
      return [node.object, node.from, node.to, node.step].filter((child) => child !== undefined);
    case 'call':
      return [...node.args, ...node.named.map(({ value }) => value)];
    case 'filter':
      return [node.input, ...node.args, ...node.named.map(({ value }) => value)];
    case 'test':
      return [node.input, ...node.args];
    case 'unary':
    case 'not':
      return [node.operand];
    case 'binary':
    case 'and':
    case 'or':
      return [node.left, node.right];
    case 'compare':
      return [node.first, ...node.rest.map(({ operand }) => operand)];
    case 'conditional':
      return node.otherwise ? [node.chosen, node.condition, node.otherwise] : [node.chosen, node.condition];
    case 'list':
      return node.items;
    case 'object':
      return node.entries.map(({ value }) => value);
  }
}
