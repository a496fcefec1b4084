import type { Diagnostic, QuickFix, TextEdit } from '../diagnostic.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { SourceMember } from '../text/source-node.ts';
import { DIAGNOSTIC_CODES, type DiagnosticCode } from './diagnostic-codes.ts';

/** A stretch of the document, with the pointer that names it; every source node is one. */
export interface Place {
  readonly start: number;
  readonly end: number;
  readonly pointer: string;
}

/** What may be said beside code, place and message. */
export interface FindingExtras {
  readonly related?: readonly { readonly message: string; readonly at: Place }[];
  readonly fixes?: readonly { readonly title: string; readonly edits: readonly TextEdit[] }[];
}

/** Collects the findings on one document. */
export interface Reporter {
  /** The severity comes from the table of codes, unless the same finding is graver or lighter where it stands. */
  report(
    code: DiagnosticCode,
    at: Place,
    message: string,
    extras?: FindingExtras & { severity?: 'error' | 'warning' },
  ): void;
  /** How often something was reported, also when it was known already. */
  count(): number;
  /** All findings so far, by place; at one place errors first, then by code. */
  diagnostics(): readonly Diagnostic[];
}

/** A reporter for the text behind `lines`. The same code at the same place with the same message is kept once. */
export function createReporter(lines: LineIndex): Reporter {
  const found = new Map<string, Diagnostic>();
  let count = 0;
  return {
    count: () => count,
    report(code, at, message, { related = [], fixes = [], severity = DIAGNOSTIC_CODES[code].severity } = {}) {
      count += 1;
      const key = `${code} ${at.start} ${at.end} ${message}`;
      if (found.has(key)) return;
      found.set(key, {
        code,
        severity,
        message,
        pointer: at.pointer,
        range: lines.rangeOf(at.start, at.end),
        related: related.map((other) => ({
          message: other.message,
          pointer: other.at.pointer,
          range: lines.rangeOf(other.at.start, other.at.end),
        })),
        fixes: fixes.filter(({ edits }) => edits.length > 0).map(toQuickFix),
      });
    },
    diagnostics: () => [...found.values()].sort(byPlace),
  };
}

/** The place of a member's key. */
export function placeOfKey(member: SourceMember): Place {
  return { start: member.keyStart, end: member.keyEnd, pointer: member.pointer };
}

/** The place of a member's value, or of its key while it has none. */
export function placeOfValue(member: SourceMember): Place {
  return member.value ?? placeOfKey(member);
}

function toQuickFix(fix: { title: string; edits: readonly TextEdit[] }): QuickFix {
  return { title: fix.title, edits: [...fix.edits] };
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (
    a.range.start.offset - b.range.start.offset ||
    a.range.end.offset - b.range.end.offset ||
    a.severity.localeCompare(b.severity) ||
    (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
  );
}
