import type { Blueprint } from './blueprint.ts';
import type { Hand } from './hand.ts';

/** Builds the whole pipeline of the blueprint from nothing: stage by stage, each connected before it is filled in. */
export async function buildByHand(blueprint: Blueprint, hand: Hand): Promise<void> {
  await hand.createPipeline(blueprint.name);
  for (const { id, component, waitsFor, standsIn, fields } of blueprint.stages) {
    const t0 = Date.now();
    await hand.addStage(component, id);
    const t1 = Date.now();
    for (const { owner, arm, isScope } of standsIn) {
      if (isScope) await hand.moveInto(owner, arm, id);
      else await hand.leadOutcome(owner, arm, id);
    }
    for (const from of waitsFor) await hand.makeWait(id, from);
    const t2 = Date.now();
    await hand.fillStage(id, fields);
    console.log(id, t1 - t0, t2 - t1, Date.now() - t2);
  }
  await hand.fillPipeline(blueprint.fields);
}
