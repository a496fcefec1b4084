import type { Failure } from '@flowmason/pipeline-schema';
import type { BlockConclusion } from './control-flow/conclusion.ts';
import type { Skip } from './control-flow/skip.ts';
import type { BlockArm } from './control-flow/trycatch-phases.ts';
import type { PlannedStage } from './plan.ts';
import type { Instance } from './state.ts';

/** What is to happen next, in the imperative. Each becomes recorded facts before anything else is decided. */
export type Command =
  | { readonly type: 'skip_stage'; readonly instance: Instance; readonly skip: Skip }
  /** Skips a member of a loop that had no iteration, under its own id. */
  | { readonly type: 'skip_member'; readonly planned: PlannedStage; readonly key: string; readonly skip: Skip }
  /** The stage may start: one that takes no time at once, others as soon as there is room among those that run. */
  | { readonly type: 'queue_attempt'; readonly instance: Instance }
  | { readonly type: 'cancel_stage'; readonly instance: Instance; readonly reason: string }
  | { readonly type: 'take_arm'; readonly instance: Instance; readonly arm: BlockArm }
  | { readonly type: 'conclude_block'; readonly instance: Instance; readonly conclusion: BlockConclusion }
  /** A failure loses the block that was to deal with it. */
  | {
      readonly type: 'reopen_failure';
      readonly instance: Instance;
      readonly error: Failure;
      readonly handled: boolean;
    };
