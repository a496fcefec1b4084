import { addressOf } from './address.ts';
import type { Command } from './command.ts';
import type { BlockConclusion } from './control-flow/conclusion.ts';
import type { Skip } from './control-flow/skip.ts';
import type { Fact } from './recorder.ts';
import type { Instance } from './state.ts';

/** The fact that a command becomes; those that start or end an attempt are the driver's. */
export function factOf(command: Exclude<Command, { type: 'queue_attempt' | 'cancel_stage' }>): Fact {
  switch (command.type) {
    case 'skip_stage':
      return { type: 'stage.skipped', ...addressOf(command.instance), ...withCauses(command.skip) };
    case 'skip_member': {
      const place = addressOf({ planned: command.planned, key: command.key });
      return { type: 'stage.skipped', ...place, ...withCauses(command.skip) };
    }
    case 'take_arm':
      return { type: 'decision', ...addressOf(command.instance), arm: command.arm, trace: [] };
    case 'conclude_block':
      return concludeFact(command.instance, command.conclusion);
    case 'reopen_failure': {
      const { instance, error, handled } = command;
      return { type: 'stage.failed', ...addressOf(instance), attempt: instance.attempts, error, handled };
    }
  }
}

function concludeFact(instance: Instance, conclusion: BlockConclusion): Fact {
  const place = addressOf(instance);
  const attempt = Math.max(1, instance.attempts);
  switch (conclusion.type) {
    case 'succeeded':
      return { type: 'stage.succeeded', ...place, attempt, output: conclusion.output };
    case 'failed': {
      const { error, handled, output } = conclusion;
      const tolerated = instance.planned.stage.on_error === 'continue';
      return { type: 'stage.failed', ...place, attempt, error, handled, output, ...(tolerated && { tolerated }) };
    }
    case 'cancelled':
      return { type: 'stage.cancelled', ...place, reason: conclusion.reason };
    case 'skipped':
      return { type: 'stage.skipped', ...place, ...withCauses(conclusion.skip) };
  }
}

function withCauses({ reason, because }: Skip) {
  return { reason, because: [...because] };
}
