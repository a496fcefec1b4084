import type { Arm, ArmRole, ComponentCatalog } from '../component.ts';
import type { Stage } from '../pipeline.ts';

/** A control stage that lists a stage, and the list in which it stands. */
export type Owner = { readonly owner: string; readonly arm: string; readonly role: ArmRole };

/** The lists of all control stages, and for each member who lists it; ids that are not defined are left out. */
export function collectOwners(stages: ReadonlyMap<string, Stage>, components: ComponentCatalog) {
  const arms = new Map<string, readonly Arm[]>();
  const owners = new Map<string, Owner[]>();
  for (const { id, component, config } of stages.values()) {
    const lists = components.get(component)?.arms?.(config) ?? [];
    if (lists.length === 0) continue;
    // A stage that lists itself is left in place: it must show as a cycle.
    const known = lists.map((arm) => ({
      ...arm,
      stages: [...new Set(arm.stages)].filter((member) => stages.has(member)),
    }));
    arms.set(id, known);
    for (const arm of known) {
      for (const member of arm.stages) {
        const list = owners.get(member) ?? [];
        owners.set(member, list);
        list.push({ owner: id, arm: arm.name, role: arm.role });
      }
    }
  }
  return { arms, owners };
}
