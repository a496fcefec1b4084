import { type Failure, findJsonExcess, type Json } from '@flowmason/pipeline-schema';
import type { Command } from '../command.ts';
import { carriesHandled, isHandled } from '../failure-path.ts';
import { jsonOf } from '../json-of.ts';
import type { Section } from '../plan.ts';
import { type Frame, type Instance, type LoopState, type RunState, scopeOf } from '../state.ts';
import type { BlockConclusion } from './conclusion.ts';
import { isBroken } from './foreach-state.ts';
import { isShielded } from './shield.ts';
import { chainFrom, type Skip } from './skip.ts';
import { interruptionOf, isPrevented } from './trycatch-decision.ts';

/** Ends a foreach whose open iterations have all ended. Iterations are opened as soon as there is room, by the fold. */
export function decideLoop(state: RunState, instance: Instance): readonly Command[] {
  const { loop } = instance;
  if (!loop || loop.openCount > 0) return [];
  const conclusion = concludeLoop(state, instance, loop);
  const body =
    loop.frames.length === 0
      ? skipBody(instance, {
          reason: conclusion.type === 'cancelled' ? 'run_stopped' : 'dependency_skipped',
          because: chainFrom(instance),
        })
      : [];
  return [{ type: 'conclude_block', instance, conclusion }, ...body];
}

/** Skips what the body of a loop without iterations would have run, so that nothing is left pending. */
export function skipBody(instance: Instance, skip: Skip): readonly Command[] {
  const open: Section[] = instance.planned.body ? [instance.planned.body] : [];
  const commands: Command[] = [];
  for (let section = open.pop(); section !== undefined; section = open.pop()) {
    for (const planned of section.stages) {
      commands.push({ type: 'skip_member', planned, key: instance.frame.prefix + planned.id, skip });
      if (planned.body) open.push(planned.body);
    }
  }
  return commands;
}

function concludeLoop(state: RunState, instance: Instance, loop: LoopState): BlockConclusion {
  const isEnding = state.ending?.isForced || ((state.ending || state.returnedBy) && !isShielded(instance));
  if (isEnding) return { type: 'cancelled', reason: interruptionOf(state) };
  const output = outputOf(instance, loop);
  const error = loop.failed?.failure?.error;
  if (error && isBroken(instance)) {
    return {
      type: 'failed',
      error,
      handled: carriesHandled(instance) || isHandled(instance, error),
      output: findJsonExcess(output) === undefined ? output : null,
    };
  }
  const excess = findJsonExcess(output);
  if (excess !== undefined) {
    const tooLarge = resultsFailure(instance, excess);
    const handled = carriesHandled(instance) || isHandled(instance, tooLarge);
    return { type: 'failed', error: tooLarge, handled, output: null };
  }
  const isHalfway =
    loop.frames.length < loop.items.length || loop.frames.some((frame) => wasPrevented(frame, instance));
  return isHalfway ? { type: 'cancelled', reason: interruptionOf(state) } : { type: 'succeeded', output };
}

/** The results of the iterations are small enough one by one, and together they are not. */
function resultsFailure({ planned, attempts }: Instance, excess: string): Failure {
  const message = `the results of the iterations together: the value ${excess}; let the last stage of the body give only what is needed`;
  return { type: 'LIMIT', message, stage_id: planned.id, attempt: attempts, retryable: false };
}

function wasPrevented(frame: Frame, owner: Instance): boolean {
  return !frame.failure && frame.instances.some((member) => scopeOf(member) === owner && isPrevented(member));
}

/** Results in the order of the items: the output of the last listed member, null where the iteration failed. */
function outputOf({ planned }: Instance, loop: LoopState): Json {
  const list = planned.stage.config['stages'];
  const lastId = Array.isArray(list) ? list.at(-1) : list;
  const resultOf = ({ failure, instances }: Frame): Json => {
    if (failure) return null;
    return instances.find((member) => member.planned.id === lastId)?.output ?? null;
  };
  return {
    total_items: loop.items.length,
    results: loop.items.map((_, index) => {
      const frame = loop.frames[index];
      return frame ? resultOf(frame) : null;
    }),
    errors: loop.frames.flatMap(({ index, failure }) => (failure ? [{ index, error: jsonOf(failure.error) }] : [])),
  };
}
