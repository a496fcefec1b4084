import type { Json } from '../json.ts';

export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type SliceBounds = { readonly from: number | null; readonly to: number | null; readonly step: number | null };

/** One node of a JMESPath expression; `at` is its offset. Projections apply `each` to every element of `source`. */
export type JmespathNode = { readonly at: number } & (
  | { readonly kind: 'field'; readonly name: string; readonly isQuoted: boolean }
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'current' }
  | { readonly kind: 'reference'; readonly operand: JmespathNode }
  | { readonly kind: 'not' | 'brackets' | 'flatten'; readonly operand: JmespathNode }
  | { readonly kind: 'member' | 'pipe' | 'or' | 'and'; readonly left: JmespathNode; readonly right: JmespathNode }
  | {
      readonly kind: 'compare';
      readonly operator: CompareOperator;
      readonly left: JmespathNode;
      readonly right: JmespathNode;
    }
  | { readonly kind: 'index'; readonly source: JmespathNode; readonly index: number }
  | { readonly kind: 'slice'; readonly source: JmespathNode; readonly bounds: SliceBounds }
  | { readonly kind: 'listProjection' | 'valueProjection'; readonly source: JmespathNode; readonly each: JmespathNode }
  | {
      readonly kind: 'filterProjection';
      readonly source: JmespathNode;
      readonly condition: JmespathNode;
      readonly each: JmespathNode;
    }
  | { readonly kind: 'list'; readonly items: readonly JmespathNode[] }
  | { readonly kind: 'object'; readonly entries: readonly { readonly key: string; readonly value: JmespathNode }[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly JmespathNode[] }
);
