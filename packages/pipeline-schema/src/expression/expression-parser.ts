import type { ArithmeticOperator, CompareNode, CompareOperator, FilterNode, Node, TestNode } from './ast.ts';
import { KEYWORDS, OperandParser } from './operand-parser.ts';

/** Reads one expression; afterwards the cursor stands at the first thing that does not belong to it. */
export class ExpressionParser extends OperandParser {
  expression(): Node {
    return this.nested(() => this.#conditional());
  }

  #conditional(): Node {
    let node = this.#or();
    while (this.takeKeyword('if')) {
      const condition = this.#or();
      const otherwise = this.takeKeyword('else') ? this.nested(() => this.#conditional()) : undefined;
      const { end } = otherwise ?? condition;
      node = this.made({ kind: 'conditional', condition, chosen: node, otherwise, start: node.start, end });
    }
    return node;
  }

  #or(): Node {
    let left = this.#and();
    while (this.takeKeyword('or')) {
      const right = this.#and();
      left = this.made({ kind: 'or', left, right, start: left.start, end: right.end });
    }
    if (this.isAt('||')) this.#failOnOperator('||', 'or');
    return left;
  }

  #and(): Node {
    let left = this.#not();
    while (this.takeKeyword('and')) {
      const right = this.#not();
      left = this.made({ kind: 'and', left, right, start: left.start, end: right.end });
    }
    if (this.isAt('&&')) this.#failOnOperator('&&', 'and');
    return left;
  }

  #not(): Node {
    this.skipBlanks();
    const start = this.index;
    if (!this.takeKeyword('not')) return this.#compare();
    return this.nested(() => {
      const operand = this.#not();
      return this.made({ kind: 'not', operand, start, end: operand.end });
    });
  }

  #compare(): Node {
    const first = this.#arithmetic(BINDING['+']);
    const rest: { operator: CompareOperator; operand: Node }[] = [];
    let end = first.end;
    for (let operator = this.#compareOperator(); operator; operator = this.#compareOperator()) {
      const operand = this.#arithmetic(BINDING['+']);
      rest.push({ operator, operand });
      end = operand.end;
    }
    if (rest.length === 0) return first;
    return this.made({ kind: 'compare', first, rest, start: first.start, end } satisfies CompareNode);
  }

  #compareOperator(): CompareOperator | undefined {
    this.skipBlanks();
    const sign = COMPARISON.get(this.source.charAt(this.index));
    if (sign) {
      const operator = sign.find((candidate) => this.isAt(candidate));
      if (!operator) return this.isAt('=') ? this.#failOnOperator('=', '==') : undefined;
      const strict = `${operator}=`;
      if ((operator === '==' || operator === '!=') && this.isAt(strict)) this.#failOnOperator(strict, operator);
      this.index += operator.length;
      return operator;
    }
    if (this.takeKeyword('in')) return 'in';
    const before = this.index;
    if (this.takeKeyword('not') && this.takeKeyword('in')) return 'not in';
    this.index = before;
    return undefined;
  }

  /** Operands joined by operators that bind at least as strongly as `least`; all of them from the left. */
  #arithmetic(least: number): Node {
    let left = this.#unary();
    for (;;) {
      const operator = this.#arithmeticOperator();
      if (!operator || BINDING[operator] < least) return left;
      this.index += operator.length;
      left = this.#joined(operator, left, this.#arithmetic(BINDING[operator] + 1));
    }
  }

  /** The operator that follows; does not move over it. */
  #arithmeticOperator(): ArithmeticOperator | undefined {
    this.skipBlanks();
    const character = this.source.charAt(this.index);
    switch (character) {
      case '+':
      case '-':
      case '~':
      case '%':
        return character;
      case '*':
        return this.isAt('**') ? '**' : '*';
      case '/':
        return this.isAt('//') ? '//' : '/';
      default:
        return undefined;
    }
  }

  /** `left operator right`, with a filter on a bare number at the right moved to the whole. */
  #joined(operator: ArithmeticOperator, left: Node, right: Node): Node {
    const make = (operand: Node): Node =>
      this.made({ kind: 'binary', operator, left, right: operand, start: left.start, end: operand.end });
    if (operator === '~' || !filtersBareNumber(right)) return make(right);
    return withBareNumber(right, make);
  }

  #unary(): Node {
    const sign = this.#sign();
    return this.#filtersAndTests(sign ?? this.postfix());
  }

  #sign(): Node | undefined {
    this.skipBlanks();
    const start = this.index;
    if (this.isAt('!') && !this.isAt('!=')) this.#failOnOperator('!', 'not');
    const operator = this.isAt('-') ? '-' : this.isAt('+') ? '+' : undefined;
    if (!operator) return undefined;
    this.index += 1;
    return this.nested(() => {
      const operand = this.#sign() ?? this.postfix();
      return this.made({ kind: 'unary', operator, operand, start, end: operand.end });
    });
  }

  #filtersAndTests(operand: Node): Node {
    let node = operand;
    for (;;) {
      this.skipBlanks();
      if (this.isAt('|') && !this.isAt('||')) node = this.#filter(node);
      else if (this.takeKeyword('is')) node = this.#test(node);
      else return node;
    }
  }

  #filter(input: Node): Node {
    this.index += 1;
    const { name, nameStart } = this.#name('a filter', "'|'");
    const { args, named } = this.#argumentsIfAny() ?? { args: [], named: [] };
    return this.made({ kind: 'filter', input, name, nameStart, args, named, start: input.start, end: this.index });
  }

  #test(input: Node): Node {
    const negated = this.takeKeyword('not');
    const { name, nameStart } = this.#name('a test', "'is'");
    const given = this.#argumentsIfAny();
    const [first] = given?.named ?? [];
    if (first) this.fail('E_ARGS', 'tests take no named arguments', first.nameSpan.start, first.value.end);
    const args = given ? given.args : this.#bareArgument();
    return this.made({ kind: 'test', input, name, nameStart, negated, args, start: input.start, end: this.index });
  }

  #name(what: string, after: string): { name: string; nameStart: number } {
    this.skipBlanks();
    const nameStart = this.index;
    const name = this.peekName();
    if (!name) this.fail('E_SYNTAX', `expected the name of ${what} after ${after}`);
    this.index += name.length;
    return { name, nameStart };
  }

  #argumentsIfAny(): ReturnType<OperandParser['arguments']> | undefined {
    const before = this.index;
    this.skipBlanks();
    if (this.isAt('(')) return this.arguments();
    this.index = before;
    return undefined;
  }

  /** The argument of a test without brackets, if there is one: `is divisibleby 3`. */
  #bareArgument(): readonly Node[] {
    const before = this.index;
    this.skipBlanks();
    const name = this.peekName();
    const isOperand = name
      ? !KEYWORDS.has(name) || CONSTANT_WORD.test(name)
      : /["'0-9[{]/.test(this.source.charAt(this.index));
    if (isOperand) return [this.postfix()];
    this.index = before;
    return [];
  }

  #failOnOperator(found: string, right: string): never {
    this.fail('E_SYNTAX', `'${found}' is not an operator here`, this.index, this.index + found.length, {
      hint: `write '${right}'`,
      suggestions: [right],
    });
  }
}

/** How strongly an operator binds. `~` binds tighter than `+`, and `**` is joined from the left, as in Jinja2. */
const BINDING = { '+': 1, '-': 1, '~': 2, '*': 3, '/': 3, '//': 3, '%': 3, '**': 4 } as const;

/** By first character, longest first. */
const COMPARISON: ReadonlyMap<string, readonly Exclude<CompareOperator, 'in' | 'not in'>[]> = new Map([
  ['=', ['==']],
  ['!', ['!=']],
  ['<', ['<=', '<']],
  ['>', ['>=', '>']],
]);

const CONSTANT_WORD = /^(?:true|false|none|null)$/i;

type Tail = FilterNode | TestNode;

/** Whether `node` is a bare number with a filter on it, possibly followed by more filters and tests. */
function filtersBareNumber(node: Node): node is Tail {
  if (node.inBrackets || (node.kind !== 'filter' && node.kind !== 'test')) return false;
  const { input } = node;
  if (input.kind === 'literal') return node.kind === 'filter' && typeof input.value === 'number' && !input.inBrackets;
  return filtersBareNumber(input);
}

function withBareNumber(node: Tail, replace: (number: Node) => Node): Tail {
  const input = filtersBareNumber(node.input) ? withBareNumber(node.input, replace) : replace(node.input);
  return { ...node, input, start: input.start };
}
