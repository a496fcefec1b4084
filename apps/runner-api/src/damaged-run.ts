import type { RunId } from '@flowmason/pipeline-schema';

const CURE = 'Restore a backup of the data directory to have it back.';

/** What is said of a run of which what is stored is not what was written. */
export const DAMAGED_RUN = `What is stored of this run is damaged, so it can neither be shown nor go on. ${CURE}`;

/** Why a run is held that the damaged run `topId` has started: only that one could take it up. */
export function heldWithDamaged(topId: RunId): string {
  return `It is part of the run ${topId}, of which what is stored is damaged, so it cannot go on either. ${CURE}`;
}

/** True for the reason of a hold that no command lifts, because what is stored is damaged. */
export function isHeldByDamage(held: string): boolean {
  return held.endsWith(CURE);
}
