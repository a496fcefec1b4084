import type { RunStatus } from '@flowmason/pipeline-schema';

/** How a command ended (`docs/exit-codes.md`). */
export const EXIT = { ok: 0, failed: 1, invalid: 2, recovered: 3, cancelled: 4 } as const;

/** The exit code for the end of a run. */
export function exitCodeOf(status: RunStatus): number {
  switch (status) {
    case 'succeeded':
      return EXIT.ok;
    case 'recovered':
      return EXIT.recovered;
    case 'cancelled':
      return EXIT.cancelled;
    default:
      return EXIT.failed;
  }
}
