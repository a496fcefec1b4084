import { z } from 'zod';

/** A place in a text. `offset` counts UTF-16 units from 0; `line` and `column` count from 1. */
export const Position = z.object({ offset: z.int(), line: z.int(), column: z.int() });
export type Position = z.infer<typeof Position>;

/** A stretch of a text; `end` is the first position behind it. */
export const Range = z.object({ start: Position, end: Position });
export type Range = z.infer<typeof Range>;

/** Replaces the UTF-16 units from `start` (inclusive) to `end` (exclusive) of the text that was checked by `text`. */
export const TextEdit = z.object({ start: z.int(), end: z.int(), text: z.string() });
export type TextEdit = z.infer<typeof TextEdit>;

/** A quick fix: a title for the menu, and edits that do not overlap, in ascending order. */
export const QuickFix = z.object({ title: z.string(), edits: z.array(TextEdit) });
export type QuickFix = z.infer<typeof QuickFix>;

/**
 * A finding on a pipeline document. `code` is stable and kebab-case (`unknown-stage`); `pointer` is a JSON pointer into
 * the document as it is written, `''` for the whole.
 */
export const Diagnostic = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  pointer: z.string(),
  range: Range,
  related: z.array(z.object({ message: z.string(), pointer: z.string(), range: Range })),
  fixes: z.array(QuickFix),
});
export type Diagnostic = z.infer<typeof Diagnostic>;
