import { type CallSignature, filterSignature, functionSignature } from './call-signature.ts';
import { type TemplateToken, tokenizeTemplate } from './tokenize-template.ts';

/** The call whose arguments a cursor stands in. */
export interface CallHelp extends CallSignature {
  /** Where the called name begins in the template. */
  readonly start: number;
  /** Which of the parameters the cursor is at; undefined behind the last one, and for a name that none has. */
  readonly active: number | undefined;
}

/**
 * The innermost call of a known filter or function around `offset` of a template that may be half-written. Undefined outside
 * of every call's brackets. Never fails.
 */
export function callHelpAt(source: string, offset: number): CallHelp | undefined {
  const tokens = tokenizeTemplate(source).filter(({ kind, start }) => kind !== 'blank' && start < offset);
  // A cursor in what comes to nothing, such as a text that is not closed, still stands in the argument.
  const open: Opened[] = [];
  for (const [index, token] of tokens.entries()) {
    const word = source.slice(token.start, token.end);
    const last = open.at(-1);
    if (token.kind === 'open' || token.kind === 'close') open.length = 0;
    else if (token.kind === 'argument' && last) last.named = word;
    else if (token.kind !== 'punctuation') continue;
    else if ('([{'.includes(word)) open.push({ callee: word === '(' ? tokens[index - 1] : undefined, commas: 0 });
    else if (')]}'.includes(word)) open.pop();
    else if (word === ',' && last) {
      last.commas += 1;
      last.named = undefined;
    }
  }
  for (const { callee, ...at } of open.toReversed()) {
    const signature = callee && signatureOf(source, callee);
    if (signature) return { ...signature, start: callee.start, active: activeIn(signature, at) };
  }
  return undefined;
}

/** An open bracket: what it calls, and how far its arguments have come. */
type Opened = { readonly callee: TemplateToken | undefined; commas: number; named?: string | undefined };

function signatureOf(source: string, { kind, start, end }: TemplateToken): CallSignature | undefined {
  const name = source.slice(start, end);
  if (kind === 'filter') return filterSignature(name);
  return kind === 'function' ? functionSignature(name) : undefined;
}

function activeIn(signature: CallSignature, { commas, named }: Omit<Opened, 'callee'>): number | undefined {
  const { parameters, positionalCount } = signature;
  if (named !== undefined) {
    const index = parameters.findIndex((each) => each.replace('?', '') === named);
    return index < 0 ? undefined : index;
  }
  if (commas < positionalCount) return commas;
  return parameters.at(-1) === '…' ? parameters.length - 1 : undefined;
}
