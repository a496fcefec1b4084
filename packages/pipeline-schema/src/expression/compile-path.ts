import { suggest } from '../text/suggest.ts';
import type { IndexNode, MemberNode, Node, RootNode, SliceNode } from './ast.ts';
import type { CompileContext, Evaluate } from './compile-context.ts';
import type { Evaluation } from './evaluation.ts';
import { ExprError, type Span } from './expr-error.ts';
import { functionNames } from './functions.ts';
import { checked, type LookupPlace, lookup } from './lookup.ts';
import { slice } from './slice.ts';
import { isDataObject, Missing } from './values.ts';

/** Roots of which only single members may be named, so that it is known beforehand what a template uses. */
const CLOSED_ROOTS: ReadonlySet<string> = new Set(['secrets', 'env']);
/** Roots whose members must be named by a fixed text. */
const FIXED_KEY_ROOTS: ReadonlySet<string> = new Set([...CLOSED_ROOTS, 'stages']);

/** @throws {ExprError} E_UNKNOWN_ROOT, or E_FORBIDDEN for a root that cannot be used as a whole. */
export function compileRoot(node: RootNode, context: CompileContext): Evaluate {
  checkRoot(node, context.roots);
  if (CLOSED_ROOTS.has(node.name)) {
    throw new ExprError('E_FORBIDDEN', `${node.name} cannot be used as a whole`, node, {
      hint: `name one: ${node.name}.NAME`,
    });
  }
  return readRoot(node);
}

/** @throws {ExprError} at run time E_UNKNOWN_STAGE, E_UNDEFINED for a secret that does not exist. */
export function compileMember(node: MemberNode, context: CompileContext): Evaluate {
  const { name, object } = node;
  const place = placeOf(node);
  const readObject = compileObject(object, context);
  if (object.kind === 'root') {
    const read = readFixed(object.name, name, place);
    if (read) return (evaluation) => read(evaluation, readObject(evaluation));
  }
  return (evaluation) => readMember(evaluation, readObject(evaluation), name, place);
}

/** @throws {ExprError} E_FORBIDDEN for a computed key of `secrets`, `env` and `stages`. */
export function compileIndex(node: IndexNode, context: CompileContext): Evaluate {
  const { key, object } = node;
  const place = placeOf(node);
  if (object.kind === 'root' && FIXED_KEY_ROOTS.has(object.name)) {
    checkRoot(object, context.roots);
    if (key.kind !== 'literal' || typeof key.value !== 'string') {
      throw new ExprError('E_FORBIDDEN', `${object.name}[…] needs a fixed name in quotes`, key, {
        hint: `write ${object.name}['NAME']`,
      });
    }
    const read = readFixed(object.name, key.value, place);
    const readObject = readRoot(object);
    if (read) return (evaluation) => read(evaluation, readObject(evaluation));
  }
  const readObject = compileObject(object, context);
  const readKey = context.compile(key);
  return (evaluation) => lookup(evaluation, readObject(evaluation), readKey(evaluation), place);
}

/** A part of a list or text. */
export function compileSlice(node: SliceNode, context: CompileContext): Evaluate {
  const readObject = context.compile(node.object);
  const [readFrom, readTo, readStep] = [node.from, node.to, node.step].map((bound) => bound && context.compile(bound));
  return (evaluation) => {
    const value = readObject(evaluation);
    const bounds = { from: readFrom?.(evaluation), to: readTo?.(evaluation), step: readStep?.(evaluation) };
    return slice(evaluation, value, bounds, node);
  };
}

/** How messages spell what `node` looks for. */
export function pathText(node: Node): string {
  switch (node.kind) {
    case 'root':
      return node.name;
    case 'member':
      return `${pathText(node.object)}.${node.name}`;
    case 'index':
      return `${pathText(node.object)}[${node.key.kind === 'literal' ? JSON.stringify(node.key.value) : '…'}]`;
    default:
      return '(value)';
  }
}

function placeOf(node: Node): LookupPlace {
  return { path: pathText(node), start: node.start, end: node.end };
}

function compileObject(object: Node, context: CompileContext): Evaluate {
  if (object.kind !== 'root') return context.compilePathStart(object);
  checkRoot(object, context.roots);
  return readRoot(object);
}

function checkRoot({ name, start, end }: RootNode, roots: readonly string[]): void {
  if (roots.includes(name)) return;
  throw new ExprError(
    'E_UNKNOWN_ROOT',
    `unknown name ${name.slice(0, 64)}`,
    { start, end },
    {
      hint: `known names: ${roots.join(', ')}`,
      suggestions: suggest(name, [...roots, ...functionNames().map((known) => `${known}()`)]),
    },
  );
}

function readRoot(node: RootNode): Evaluate {
  const { name } = node;
  const place = placeOf(node);
  return (evaluation) => {
    const { scope } = evaluation;
    return Object.hasOwn(scope, name) ? checked(evaluation, scope[name], place) : new Missing(name, place);
  };
}

type ReadFixed = (evaluation: Evaluation, container: unknown) => unknown;

/** How a member of `stages` or `secrets` is read: one that does not exist is an error in every mode. */
function readFixed(root: string, name: string, place: LookupPlace): ReadFixed | undefined {
  if (root !== 'stages' && root !== 'secrets') return undefined;
  const fail = root === 'stages' ? failOnStage : failOnSecret;
  return (evaluation, container) => {
    if (isOwner(container, name)) return readMember(evaluation, container, name, place);
    if (isDataObject(container)) fail(name, Object.keys(container), place);
    // Without any secrets in the scope none is set; a scope without stages is one in which none has run.
    if (root === 'secrets') fail(name, [], place);
    return lookup(evaluation, container, name, place);
  };
}

/** `lookup` with a short way for what nearly always is the case: a member of an object that is there. */
function readMember(evaluation: Evaluation, container: unknown, name: string, place: LookupPlace): unknown {
  return isOwner(container, name)
    ? checked(evaluation, container[name], place)
    : lookup(evaluation, container, name, place);
}

function failOnStage(name: string, known: readonly string[], span: Span): never {
  throw new ExprError(
    'E_UNKNOWN_STAGE',
    `unknown stage ${name.slice(0, 64)}`,
    { start: span.start, end: span.end },
    {
      suggestions: suggest(name, known),
    },
  );
}

function failOnSecret(name: string, known: readonly string[], span: Span): never {
  throw new ExprError(
    'E_UNDEFINED',
    `the secret ${name.slice(0, 64)} is not set`,
    { start: span.start, end: span.end },
    {
      hint: `set FM_SECRET_${name.slice(0, 64)}, or list the name in the profile's secrets`,
      suggestions: suggest(name, known),
    },
  );
}

function isOwner(container: unknown, name: string): container is Readonly<Record<string, unknown>> {
  return (
    typeof container === 'object' &&
    container !== null &&
    !Array.isArray(container) &&
    Object.hasOwn(container, name) &&
    !(container instanceof Missing)
  );
}
