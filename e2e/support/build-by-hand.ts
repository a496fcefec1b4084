import type { Blueprint } from './blueprint.ts';
import type { Hand } from './hand.ts';

/** Builds the whole pipeline of the blueprint from nothing: stage by stage, each connected before it is filled in. */
export async function buildByHand(blueprint: Blueprint, hand: Hand): Promise<void> {
  await hand.createPipeline(blueprint.name);
  for (const { id, component, waitsFor, standsIn, fields } of blueprint.stages) {
    await hand.addStage(component, id);
    for (const { owner, arm, isScope } of standsIn) {
      if (isScope) await hand.moveInto(owner, arm, id);
      else await hand.leadOutcome(owner, arm, id);
    }
    for (const from of waitsFor) await hand.makeWait(id, from);
    await hand.fillStage(id, fields);
  }
  await hand.fillPipeline(blueprint.fields);
}
