import type { Literal, NamedArgument, Node } from './ast.ts';
import { describeCharacter, isDigit, segmentEnd, startsWord, wordEnd } from './characters.ts';
import { Cursor } from './cursor.ts';
import { LIMITS } from './limits.ts';
import { scanNumber, scanString } from './scan-literals.ts';

/** Words that are part of the grammar, and so cannot begin a path or name an argument. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  ...['and', 'or', 'not', 'in', 'is', 'if', 'else'],
  ...['true', 'false', 'none', 'null', 'True', 'False', 'None'],
]);

type Arguments = { readonly args: readonly Node[]; readonly named: readonly NamedArgument[] };

/** The half of the grammar from literals to paths and calls. What stands in brackets is the other half's work. */
export abstract class OperandParser extends Cursor {
  /** Nodes made so far. */
  nodeCount = 0;
  #nesting = 0;

  /** Reads one whole expression. */
  abstract expression(): Node;

  /** Counts `node`. @throws {ExprError} E_LIMIT when the expression has too many. */
  protected made<T extends Node>(node: T): T {
    this.nodeCount += 1;
    if (this.nodeCount > LIMITS.nodeCount) {
      this.fail('E_LIMIT', `the expression has more than ${LIMITS.nodeCount} parts`, node.start, node.end);
    }
    return node;
  }

  /** Reads one level deeper. @throws {ExprError} E_LIMIT when that is too deep. */
  protected nested<T>(read: () => T): T {
    this.#nesting += 1;
    if (this.#nesting > LIMITS.nesting) {
      this.fail('E_LIMIT', `the expression is nested deeper than ${LIMITS.nesting}`);
    }
    const result = read();
    this.#nesting -= 1;
    return result;
  }

  /** A primary with the members, indexes and slices that follow it. */
  protected postfix(): Node {
    let node = this.#primary();
    for (let steps = 0; ; steps += 1) {
      if (steps > LIMITS.pathSteps) this.fail('E_LIMIT', `the path has more than ${LIMITS.pathSteps} steps`);
      const before = this.index;
      this.skipBlanks();
      const hasBlanks = this.index !== before;
      if (this.isAt('[')) node = this.#indexOrSlice(node);
      else if (this.isAt('(')) this.#failOnMethodCall(node);
      else if (!hasBlanks && this.isAt('.')) node = this.#member(node);
      else if (!hasBlanks && this.isAt('?.')) {
        this.fail(
          'E_SYNTAX',
          "'?.' is not needed: a path through a missing value is missing",
          this.index,
          this.index + 2,
          {
            hint: "write '.'",
            suggestions: ['.'],
          },
        );
      } else {
        this.index = before;
        return node;
      }
    }
  }

  /** What stands in `( … )` behind a name; the cursor stands at the opening bracket. */
  protected arguments(): Arguments {
    const openedAt = this.index;
    this.index += 1;
    const args: Node[] = [];
    const named: NamedArgument[] = [];
    for (;;) {
      this.skipBlanks();
      if (this.isAt(')')) {
        this.index += 1;
        return { args, named };
      }
      const name = this.#argumentName();
      const value = this.expression();
      if (name) named.push({ ...name, value });
      else if (named.length === 0) args.push(value);
      else this.fail('E_SYNTAX', 'an argument without a name cannot follow a named one', value.start, value.end);
      this.skipBlanks();
      if (this.isAt(',')) this.index += 1;
      else if (!this.isAt(')')) {
        const hint = `the bracket was opened at character ${openedAt + 1}`;
        this.fail('E_SYNTAX', "expected ',' or ')'", this.index, this.index + 1, { hint });
      }
    }
  }

  #argumentName(): Omit<NamedArgument, 'value'> | undefined {
    const start = this.index;
    const name = this.peekName();
    if (!name || KEYWORDS.has(name)) return undefined;
    const nameSpan = { start, end: start + name.length };
    this.index = nameSpan.end;
    this.skipBlanks();
    if (this.isAt('=') && !this.isAt('==')) {
      this.index += 1;
      return { name, nameSpan };
    }
    this.index = start;
    return undefined;
  }

  #primary(): Node {
    this.skipBlanks();
    const start = this.index;
    const code = this.source.charCodeAt(start);
    if (this.isAt('(')) return this.#brackets();
    if (this.isAt('[')) return this.#list();
    if (this.isAt('{')) return this.#object();
    if (this.isAt('"') || this.isAt("'")) return this.#string();
    if (isDigit(code)) return this.#literal(start, scanNumber(this));
    const name = this.peekName();
    if (name) return this.#named(name);
    return this.#failOnOperand();
  }

  #literal(start: number, value: Literal): Node {
    return this.made({ kind: 'literal', value, start, end: this.index });
  }

  #named(name: string): Node {
    const start = this.index;
    this.index += name.length;
    const constant = CONSTANTS.get(name);
    if (constant !== undefined) return this.#literal(start, constant);
    if (KEYWORDS.has(name)) this.fail('E_SYNTAX', `unexpected '${name}'`, start, this.index);
    const end = this.index;
    this.skipBlanks();
    if (this.isAt('(')) return this.made({ kind: 'call', name, ...this.arguments(), start, end: this.index });
    this.index = end;
    if (this.isAt('`')) this.#failOnBacktick();
    return this.made({ kind: 'root', name, start, end });
  }

  #brackets(): Node {
    const start = this.index;
    this.index += 1;
    const inner = this.expression();
    this.expect(')', start);
    return { ...inner, start, end: this.index, inBrackets: true };
  }

  #list(): Node {
    const start = this.index;
    this.index += 1;
    const items: Node[] = [];
    for (;;) {
      this.skipBlanks();
      if (this.isAt(']')) break;
      items.push(this.expression());
      this.skipBlanks();
      if (!this.isAt(',')) break;
      this.index += 1;
    }
    this.expect(']', start);
    return this.made({ kind: 'list', items, start, end: this.index });
  }

  #object(): Node {
    const start = this.index;
    this.index += 1;
    const entries: { key: string; value: Node }[] = [];
    for (;;) {
      this.skipBlanks();
      if (this.isAt('}')) break;
      entries.push({ key: this.#key(), value: this.expression() });
      this.skipBlanks();
      if (!this.isAt(',')) break;
      this.index += 1;
    }
    this.expect('}', start);
    return this.made({ kind: 'object', entries, start, end: this.index });
  }

  #key(): string {
    const start = this.index;
    if (!this.isAt('"') && !this.isAt("'")) {
      const name = this.peekName();
      const suggestions = name ? [`'${name}'`] : [];
      this.fail('E_SYNTAX', 'the keys of an object must be quoted', start, start + (name.length || 1), {
        hint: "write {'key': value}",
        suggestions,
      });
    }
    const key = scanString(this);
    if (key === '__proto__') this.fail('E_FORBIDDEN', 'the key __proto__ is not allowed', start, this.index);
    this.expect(':');
    return key;
  }

  #string(): Node {
    const start = this.index;
    let value = '';
    let end = start;
    while (this.isAt('"') || this.isAt("'")) {
      value += scanString(this);
      end = this.index;
      this.skipBlanks();
    }
    this.index = end;
    return this.#literal(start, value);
  }

  #member(object: Node): Node {
    const nameStart = this.index + 1;
    const end = segmentEnd(this.source, nameStart);
    if (end === nameStart) {
      const hint = "other names need brackets: x['the name']";
      this.fail('E_SYNTAX', "expected a name after '.'", this.index, this.index + 1, { hint });
    }
    this.index = end;
    this.checkLength();
    const name = this.source.slice(nameStart, end);
    return this.made({ kind: 'member', object, name, nameStart, start: object.start, end });
  }

  #indexOrSlice(object: Node): Node {
    const openedAt = this.index;
    this.index += 1;
    this.skipBlanks();
    const from = this.isAt(':') ? undefined : this.expression();
    this.skipBlanks();
    if (from && !this.isAt(':')) {
      this.expect(']', openedAt);
      return this.made({ kind: 'index', object, key: from, start: object.start, end: this.index });
    }
    this.index += 1;
    const to = this.#sliceBound();
    let step: Node | undefined;
    if (this.isAt(':')) {
      this.index += 1;
      step = this.#sliceBound();
    }
    this.expect(']', openedAt);
    return this.made({ kind: 'slice', object, from, to, step, start: object.start, end: this.index });
  }

  #sliceBound(): Node | undefined {
    this.skipBlanks();
    if (this.isAt(']') || this.isAt(':')) return undefined;
    const bound = this.expression();
    this.skipBlanks();
    return bound;
  }

  #failOnMethodCall(node: Node): never {
    if (node.kind !== 'member') this.fail('E_SYNTAX', 'a value cannot be called');
    const object = this.source.slice(node.object.start, node.object.end);
    const filter = METHODS.get(node.name) ?? node.name;
    this.fail('E_SYNTAX', `methods cannot be called: .${node.name}(…)`, this.index, this.index + 1, {
      hint: `use ${object.length <= 64 ? object : 'value'} | ${filter}`,
    });
  }

  /** Whether the cursor stands behind `.name-`, without a blank between. */
  #followsTrailingHyphen(): boolean {
    return /\.[\p{L}\p{N}_-]*-$/u.test(this.source.slice(Math.max(this.base, this.index - 80), this.index));
  }

  #failOnBacktick(): never {
    const hint = "put text in quotes and join with ~: 'a' ~ b";
    this.fail('E_SYNTAX', 'backticks are not part of the language', this.index, this.index + 1, { hint });
  }

  #failOnOperand(): never {
    if (this.isAt('`')) this.#failOnBacktick();
    if (this.isAt('}}') && this.source.charAt(this.index - 1) === '-') {
      this.fail('E_SYNTAX', 'whitespace control -}} is not supported', this.index - 1, this.index + 2, {
        hint: "write '}}'",
      });
    }
    if (this.#followsTrailingHyphen()) {
      this.fail('E_SYNTAX', 'a name after a dot cannot end in a hyphen', this.index - 1, this.index, {
        hint: "a name that does needs brackets: x['end-']; a subtraction needs a right side",
      });
    }
    if (this.isAtEnd || this.isAt('}}')) this.fail('E_SYNTAX', 'expected an expression');
    const end = startsWord(this.source, this.index) ? wordEnd(this.source, this.index) : this.index + 1;
    this.fail('E_SYNTAX', `unexpected ${describeCharacter(this.source, this.index)}`, this.index, end);
  }
}

/** Methods of other languages whose filters have another name. */
const METHODS: ReadonlyMap<string, string> = new Map([
  ['toUpperCase', 'upper'],
  ['toLowerCase', 'lower'],
  ['toString', 'string'],
  ['strip', 'trim'],
  ['replaceAll', 'replace'],
  ['toFixed', 'round'],
  ['get', 'default'],
]);

const CONSTANTS: ReadonlyMap<string, Literal> = new Map<string, Literal>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['null', null],
  ['none', null],
  ['None', null],
]);
