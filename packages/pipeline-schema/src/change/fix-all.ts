import type { ComponentCatalog } from '../component.ts';
import type { Diagnostic, QuickFix, TextEdit } from '../diagnostic.ts';
import { readPipeline } from '../read-pipeline.ts';
import { composeEdits } from '../text/compose-edits.ts';
import { applyTextEdits } from '../text/text-edit.ts';

/** What became of fixing everything of a kind: one gesture, and what is left to a person. */
export interface FixedText {
  /** All fixes at once, in offsets of the text before; none when there was nothing to fix. */
  readonly edits: readonly TextEdit[];
  readonly text: string;
  readonly label: string;
  readonly fixedCount: number;
  /** Findings of the kind that have no fix, or that no fix has helped. */
  readonly leftCount: number;
}

/**
 * Applies a quick fix of every finding with this code, or of every finding, and reads the text anew in between, until none is
 * left that has one. Whoever names the code gets the preferred fix of each (`bulkFix`). For every finding at once only `safeFix` is made:
 * nothing that a person wrote is taken away, and nobody's mind is made up for them. Ends for every text.
 */
export function fixAll(
  text: string,
  code: string | undefined,
  options: { readonly components: ComponentCatalog },
): FixedText {
  let current = text;
  let edits: readonly TextEdit[] = [];
  let fixedCount = 0;
  const tries = new Map<string, number>();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const found = findingsIn(current, code, options);
    const before = current;
    const fixOf = (each: Diagnostic) => (code === undefined ? safeFix(each, before) : bulkFix(each));
    const chosen = chooseFixes(found, fixOf, tries);
    if (chosen.length === 0) return { ...result(text, current, edits, fixedCount), leftCount: found.length };
    const batch = chosen.flatMap((fix) => fix.edits).sort((a, b) => a.start - b.start);
    edits = edits.length === 0 ? batch : composeEdits(text.length, edits, batch);
    current = applyTextEdits(current, batch);
    fixedCount += chosen.length;
  }
  return { ...result(text, current, edits, fixedCount), leftCount: findingsIn(current, code, options).length };
}

const MOST_ROUNDS = 100;
/** A finding that comes back is not fixed by trying again. */
const MOST_TRIES = 2;

function result(text: string, current: string, edits: readonly TextEdit[], fixedCount: number) {
  const label = fixedCount === 1 ? 'Fix 1 problem' : `Fix ${fixedCount} problems`;
  return { edits: current === text ? [] : edits, text: current, label, fixedCount };
}

function findingsIn(
  text: string,
  code: string | undefined,
  options: { readonly components: ComponentCatalog },
): readonly Diagnostic[] {
  const { diagnostics } = readPipeline(text, options);
  return code === undefined ? diagnostics : diagnostics.filter((each) => each.code === code);
}

/** Fixes that do not touch each other, so that all can be made at once. */
function chooseFixes(
  found: readonly Diagnostic[],
  fixOf: (diagnostic: Diagnostic) => QuickFix | undefined,
  tries: Map<string, number>,
): readonly QuickFix[] {
  const chosen: QuickFix[] = [];
  const occupied: Occupied[] = [];
  for (const diagnostic of found) {
    const fix = fixOf(diagnostic);
    const key = `${diagnostic.code} ${diagnostic.message}`;
    const count = tries.get(key) ?? 0;
    if (fix === undefined || count >= MOST_TRIES) continue;
    // The stage itself is the last edit of a fix that creates one. New stages may be added behind the last one side by
    // side; any other two edits at one place would get entangled.
    const wanted = fix.edits.map((edit, index) => {
      const isLast = diagnostic.code === 'unknown-stage' && index === fix.edits.length - 1;
      return { ...edit, isNewStage: isLast && edit.text.startsWith(',') };
    });
    if (wanted.some((edit) => occupied.some((other) => touches(edit, other)))) continue;
    tries.set(key, count + 1);
    occupied.push(...wanted);
    chosen.push(fix);
  }
  return chosen;
}

type Occupied = TextEdit & { readonly isNewStage: boolean };

/** The fix that is made when nobody chooses: the first one, but of an undefined stage the one that creates it. */
export function preferredFix({ code, fixes }: Diagnostic): QuickFix | undefined {
  return code === 'unknown-stage' ? fixes.at(-1) : fixes[0];
}

/**
 * The fix that is made of each when somebody asks for all of one kind; undefined where the fixes are opposite answers to a
 * question that only a person can answer, for each stage anew: whether it does harm to send a request twice.
 */
export function bulkFix(diagnostic: Diagnostic): QuickFix | undefined {
  return diagnostic.code === 'not-idempotent' ? undefined : preferredFix(diagnostic);
}

/**
 * The fix that may be made without asking: the only one that takes nothing away, or of an undefined stage the one that
 * creates it. Undefined where there are several readings, or where the only way is to remove what was written.
 */
function safeFix(diagnostic: Diagnostic, text: string): QuickFix | undefined {
  if (diagnostic.code === 'unknown-stage') return preferredFix(diagnostic);
  const keeping = diagnostic.fixes.filter((fix) => !fix.edits.some((edit) => takesAway(edit, text)));
  return keeping.length === 1 ? keeping[0] : undefined;
}

/** Commas, blanks and a byte order mark are no loss. */
function takesAway({ start, end, text: replacement }: TextEdit, text: string): boolean {
  return replacement === '' && /[^\s,\uFEFF]/.test(text.slice(start, end));
}

function touches(one: Occupied, other: Occupied): boolean {
  if (one.isNewStage && other.isNewStage) return false;
  return one.start <= other.end && other.start <= one.end;
}
