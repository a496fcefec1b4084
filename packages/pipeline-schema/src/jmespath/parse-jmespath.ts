import type { CompareOperator, JmespathNode, SliceBounds } from './jmespath-ast.ts';
import { JmespathError } from './jmespath-error.ts';
import { type JmespathToken, lexJmespath } from './jmespath-lexer.ts';

const MAX_NESTING = 60;
/** A chain nests to the left, so this bounds the depth of the tree too. */
const MAX_NODES = 1_000;

/** How strongly a symbol binds to what stands before it; those that are not here end an operand. */
const BINDING: ReadonlyMap<string, number> = new Map([
  ['|', 1],
  ['||', 2],
  ['&&', 3],
  ...(['==', '!=', '<', '<=', '>', '>='] as const).map((operator) => [operator, 5] as const),
  ['[]', 9],
  ['*', 20],
  ['[?', 21],
  ['.', 40],
  ['!', 45],
  ['{', 50],
  ['[', 55],
  ['(', 60],
]);
/** Symbols that bind less end a projection. */
const PROJECTION_STOP = 10;

/** Reads a JMESPath expression. @throws {JmespathError} `syntax`, `invalid-value` for a slice step of 0, `limit`. */
export function parseJmespath(expression: string): JmespathNode {
  return new Parser(lexJmespath(expression)).parse();
}

class Parser {
  readonly #tokens: readonly JmespathToken[];
  #index = 0;
  #nesting = 0;
  #nodeCount = 0;

  constructor(tokens: readonly JmespathToken[]) {
    this.#tokens = tokens;
  }

  parse(): JmespathNode {
    const node = this.#expression(0);
    if (this.#token.kind !== 'end') this.#failOnToken();
    return node;
  }

  get #token(): JmespathToken {
    return this.#at(this.#index);
  }

  #at(index: number): JmespathToken {
    return this.#tokens[index] ?? { kind: 'end', at: this.#tokens.at(-1)?.at ?? 0 };
  }

  get #symbol(): string | undefined {
    return this.#token.kind === 'symbol' ? this.#token.value : undefined;
  }

  get #binding(): number {
    return BINDING.get(this.#symbol ?? '') ?? 0;
  }

  #expression(binding: number): JmespathNode {
    this.#nesting += 1;
    if (this.#nesting > MAX_NESTING) {
      throw new JmespathError('limit', `the expression is nested deeper than ${MAX_NESTING}`, this.#token.at);
    }
    let left = this.#operand();
    this.#count();
    while (binding < this.#binding) {
      left = this.#continued(left);
      this.#count();
    }
    this.#nesting -= 1;
    return left;
  }

  #count(): void {
    this.#nodeCount += 1;
    if (this.#nodeCount > MAX_NODES) {
      throw new JmespathError('limit', `the expression has more than ${MAX_NODES} parts`, this.#token.at);
    }
  }

  #operand(): JmespathNode {
    const token = this.#token;
    const { at } = token;
    this.#index += 1;
    switch (token.kind) {
      case 'name':
        return { kind: 'field', name: token.value, isQuoted: false, at };
      case 'quotedName':
        if (this.#symbol === '(') this.#fail('a quoted name cannot be called');
        return { kind: 'field', name: token.value, isQuoted: true, at };
      case 'literal':
        return { kind: 'literal', value: token.value, at };
      case 'symbol':
        return this.#symbolOperand(token.value, at);
      default:
        this.#index -= 1;
        return this.#failOnToken();
    }
  }

  #symbolOperand(symbol: string, at: number): JmespathNode {
    const current: JmespathNode = { kind: 'current', at };
    switch (symbol) {
      case '@':
        return current;
      case '&':
        return { kind: 'reference', operand: this.#expression(1), at };
      case '!':
        return { kind: 'not', operand: this.#expression(45), at };
      case '(': {
        const operand = this.#expression(0);
        this.#take(')');
        return { kind: 'brackets', operand, at };
      }
      case '*':
        return { kind: 'valueProjection', source: current, each: this.#projected(20), at };
      case '[]':
        return this.#flattened(current, at);
      case '[?':
        return this.#filtered(current, at);
      case '{':
        return this.#object(at);
      case '[':
        return this.#bracketOperand(current, at);
      default:
        this.#index -= 1;
        return this.#failOnToken();
    }
  }

  #bracketOperand(current: JmespathNode, at: number): JmespathNode {
    if (this.#startsIndex()) return this.#indexOrSlice(current, at);
    const next = this.#at(this.#index + 1);
    if (this.#symbol === '*' && next.kind === 'symbol' && next.value === ']') {
      this.#index += 2;
      return { kind: 'listProjection', source: current, each: this.#projected(20), at };
    }
    return this.#list(at);
  }

  #continued(left: JmespathNode): JmespathNode {
    const { at } = this.#token;
    const symbol = this.#symbol ?? '';
    this.#index += 1;
    switch (symbol) {
      case '.':
        if (this.#symbol !== '*') return { kind: 'member', left, right: this.#afterDot(40), at };
        this.#index += 1;
        return { kind: 'valueProjection', source: left, each: this.#projected(20), at };
      case '|':
        return { kind: 'pipe', left, right: this.#expression(1), at };
      case '||':
        return { kind: 'or', left, right: this.#expression(2), at };
      case '&&':
        return { kind: 'and', left, right: this.#expression(3), at };
      case '(':
        return this.#call(left);
      case '[]':
        return this.#flattened(left, at);
      case '[?':
        return this.#filtered(left, at);
      case '[':
        if (this.#startsIndex()) return this.#indexOrSlice(left, at);
        this.#take('*');
        this.#take(']');
        return { kind: 'listProjection', source: left, each: this.#projected(20), at };
      default:
        if (isCompareOperator(symbol))
          return { kind: 'compare', operator: symbol, left, right: this.#expression(5), at };
        this.#index -= 1;
        return this.#failOnToken();
    }
  }

  #startsIndex(): boolean {
    return this.#token.kind === 'number' || this.#symbol === ':';
  }

  #indexOrSlice(source: JmespathNode, at: number): JmespathNode {
    const numbers: (number | null)[] = [null, null, null];
    let position = 0;
    for (; this.#symbol !== ']'; this.#index += 1) {
      const token = this.#token;
      if (this.#symbol === ':') {
        position += 1;
        if (position > 2) this.#failOnToken();
      } else if (token.kind === 'number' && numbers[position] === null) numbers[position] = token.value;
      else this.#failOnToken();
    }
    this.#index += 1;
    const [from = null, to = null, step = null] = numbers;
    if (position === 0) return { kind: 'index', source, index: from ?? 0, at };
    if (step === 0) throw new JmespathError('invalid-value', 'the step of a slice must not be 0', at);
    const bounds: SliceBounds = { from, to, step };
    return { kind: 'listProjection', source: { kind: 'slice', source, bounds, at }, each: this.#projected(20), at };
  }

  #flattened(operand: JmespathNode, at: number): JmespathNode {
    return { kind: 'listProjection', source: { kind: 'flatten', operand, at }, each: this.#projected(9), at };
  }

  #filtered(source: JmespathNode, at: number): JmespathNode {
    const condition = this.#expression(0);
    this.#take(']');
    const each: JmespathNode = this.#symbol === '[]' ? { kind: 'current', at } : this.#projected(21);
    return { kind: 'filterProjection', source, condition, each, at };
  }

  /** What a projection does with each element. */
  #projected(binding: number): JmespathNode {
    if (this.#binding < PROJECTION_STOP) return { kind: 'current', at: this.#token.at };
    if (this.#symbol === '[' || this.#symbol === '[?') return this.#expression(binding);
    if (this.#symbol !== '.') return this.#failOnToken();
    this.#index += 1;
    return this.#afterDot(binding);
  }

  #afterDot(binding: number): JmespathNode {
    const { kind, at } = this.#token;
    if (kind === 'name' || kind === 'quotedName' || this.#symbol === '*') return this.#expression(binding);
    const symbol = this.#symbol;
    if (symbol !== '[' && symbol !== '{') return this.#failOnToken();
    this.#index += 1;
    return symbol === '[' ? this.#list(at) : this.#object(at);
  }

  #call(left: JmespathNode): JmespathNode {
    if (left.kind !== 'field' || left.isQuoted) return this.#fail('only a name can be called', left.at);
    const args: JmespathNode[] = [];
    while (this.#symbol !== ')') {
      args.push(this.#expression(0));
      if (this.#symbol === ')') break;
      this.#take(',');
      if (this.#symbol === ')') this.#failOnToken();
    }
    this.#index += 1;
    return { kind: 'call', name: left.name, args, at: left.at };
  }

  #list(at: number): JmespathNode {
    const items = [this.#expression(0)];
    while (this.#symbol === ',') {
      this.#index += 1;
      items.push(this.#expression(0));
    }
    this.#take(']');
    return { kind: 'list', items, at };
  }

  #object(at: number): JmespathNode {
    const entries = [this.#entry()];
    while (this.#symbol === ',') {
      this.#index += 1;
      entries.push(this.#entry());
    }
    this.#take('}');
    return { kind: 'object', entries, at };
  }

  #entry(): { key: string; value: JmespathNode } {
    const token = this.#token;
    if (token.kind !== 'name' && token.kind !== 'quotedName') return this.#failOnToken();
    if (token.value === '__proto__') this.#fail('the key __proto__ is not allowed');
    this.#index += 1;
    this.#take(':');
    return { key: token.value, value: this.#expression(0) };
  }

  #take(symbol: string): void {
    if (this.#symbol !== symbol) this.#fail(`expected ${symbol}, found ${describe(this.#token)}`);
    this.#index += 1;
  }

  #failOnToken(): never {
    return this.#fail(`unexpected ${describe(this.#token)}`);
  }

  #fail(message: string, at = this.#token.at): never {
    throw new JmespathError('syntax', message, at);
  }
}

function isCompareOperator(symbol: string): symbol is CompareOperator {
  return BINDING.get(symbol) === 5;
}

function describe(token: JmespathToken): string {
  switch (token.kind) {
    case 'end':
      return 'the end';
    case 'symbol':
    case 'name':
      return token.value.slice(0, 64);
    case 'number':
      return 'a number';
    case 'literal':
      return 'a literal';
    case 'quotedName':
      return 'a quoted name';
  }
}
