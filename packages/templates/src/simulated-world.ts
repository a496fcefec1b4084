import {
  type EffectContext,
  EffectError,
  type Simulated,
  type SimulatedModelResponse,
  type SimulatedResponse,
} from '@flowmason/engine';
import type { SimulatedAnswer, SimulatedAnswers } from './simulated-answer.ts';

/** The services and the model that a simulated run meets; the two halves that a simulate gate asks for. */
export interface SimulatedWorld {
  handler(request: unknown, context: EffectContext): Simulated<SimulatedResponse>;
  model(request: unknown, context: EffectContext): Simulated<SimulatedModelResponse>;
}

/** A world that gives each stage its answers, in order. A stage that has none fails and says so: nothing is made up. */
export function createSimulatedWorld(answers: SimulatedAnswers): SimulatedWorld {
  const calls = new Map<string, number>();
  const nextAnswer = ({ instance, stageId }: EffectContext): SimulatedAnswer | undefined => {
    const list = answers[instance] ?? answers[stageId] ?? [];
    const call = calls.get(instance) ?? 0;
    calls.set(instance, call + 1);
    return list[Math.min(call, list.length - 1)];
  };
  return {
    handler(_request, context) {
      const answer = nextAnswer(context);
      if (answer?.kind !== 'response') return toFailure(answer, context.stageId);
      const { status, headers, body, delay_ms } = answer;
      return {
        status,
        ...(headers && { headers }),
        ...(body !== undefined && { body }),
        ...(delay_ms !== undefined && { delayMs: delay_ms }),
      };
    },
    model(_request, context) {
      const answer = nextAnswer(context);
      if (answer?.kind !== 'model') return toFailure(answer, context.stageId);
      const { content, delay_ms } = answer;
      return { content, ...(delay_ms !== undefined && { delayMs: delay_ms }) };
    },
  };
}

function toFailure(answer: SimulatedAnswer | undefined, stageId: string) {
  if (answer?.kind === 'failure') {
    const { type, message, delay_ms } = answer;
    const failure = new EffectError(type, message, { wasSent: type !== 'CONNECTIVITY' });
    return { failure, ...(delay_ms !== undefined && { delayMs: delay_ms }) };
  }
  const message =
    answer === undefined
      ? `The simulation has no answer for the stage "${stageId}". Say what it is to answer.`
      : `The simulated answer of the stage "${stageId}" is of the kind "${answer.kind}", which this stage does not take.`;
  return { failure: new EffectError('EXECUTION', message, { wasSent: false, retryable: false }) };
}
