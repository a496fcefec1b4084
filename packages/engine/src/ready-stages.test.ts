import { describe, expect, it } from 'vitest';
import { block, pipelineOf, RUN_ID, testComponents } from './engine.test-support.ts';
import { planPipeline } from './plan.ts';
import { createReadyStages } from './ready-stages.ts';
import { newRunState } from './state.ts';

const { root } = newRunState(
  planPipeline(pipelineOf(['a', block('t', { try: ['m'] }), 'b', block('u', { try: [] }), 'm']), testComponents),
  RUN_ID,
);

/** The ids of all that is taken out when so many stages may run and none ends. */
function order(added: readonly string[], limit: number): string[] {
  const ready = createReadyStages();
  for (const id of added) for (const instance of root.instances) if (instance.key === id) ready.add(instance);
  const taken: string[] = [];
  let running = 0;
  for (let next = ready.take({ running, limit }); next; next = ready.take({ running, limit })) {
    taken.push(next.key);
    if (next.planned.stage.component === 'task') running++;
  }
  return taken;
}

describe('ready stages', () => {
  it('come out with those first that take no time, in file order, then as they came', () => {
    expect(order(['b', 'u', 'a', 't'], 10)).toEqual(['t', 'u', 'b', 'a']);
  });

  it('wait for room, unless they take none', () => {
    expect(order(['a', 'b', 'u'], 1)).toEqual(['u', 'a']);
  });

  it('come out once, however often they were added', () => {
    expect(order(['a', 't', 'a', 't'], 10)).toEqual(['t', 'a']);
  });
});
