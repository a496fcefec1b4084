import type { PlannedStage, Section } from '../plan.ts';

/**
 * The trycatch that a failure of `failed` counts for although the stage is no member of it: every path from it enters
 * that block through a member (`spec.md` §4.4). Of several the one that is entered first. Looked for only when a stage
 * fails, and only as far as its paths lead.
 */
export function coveringBlock(failed: PlannedStage): PlannedStage | undefined {
  const known = covers.get(failed);
  if (known !== undefined) return known ?? undefined;
  const found = blocksAlongOnePath(failed).find((block) => everyPathEnters(failed, block));
  covers.set(failed, found ?? null);
  return found;
}

const covers = new WeakMap<PlannedStage, PlannedStage | null>();

/** A block that covers a failure lies on every path, so those of any one path are all that need to be tried. */
function blocksAlongOnePath(failed: PlannedStage): readonly PlannedStage[] {
  const around = new Set(scopesAround(failed));
  const blocks: PlannedStage[] = [];
  const seen = new Set([failed]);
  for (let at = failed; ; ) {
    const next = stepsFrom(at, failed).find((step) => !seen.has(step));
    if (next === undefined) return blocks;
    seen.add(next);
    // Innermost last: a path that enters two nested blocks at once enters the inner one as its member.
    for (const scope of scopesAround(next)) {
      if (!around.has(scope) && scope.body === undefined && !blocks.includes(scope)) blocks.push(scope);
    }
    at = next;
  }
}

function everyPathEnters(failed: PlannedStage, block: PlannedStage): boolean {
  let entersTry = false;
  const seen = new Set([failed]);
  const open = [failed];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const steps = stepsFrom(at, failed);
    // A path into the body of a loop further in cannot come back out to the block.
    if (steps.length === 0 || at.innerDependents.length > 0) return false;
    for (const step of steps) {
      if (step === block) return false;
      if (memberScope(step) === block) {
        entersTry ||= step.scope?.role === 'try';
        continue;
      }
      if (seen.has(step)) continue;
      seen.add(step);
      open.push(step);
    }
  }
  return entersTry;
}

/**
 * Where a failure of `stage` leads: to what depends on it, to what it owns, and, out of a scope that the failed stage
 * is not in itself, to what depends on that scope.
 */
function stepsFrom(stage: PlannedStage, failed: PlannedStage): readonly PlannedStage[] {
  const { section, members } = stage;
  // A block that fails has already ended its own members.
  const owned = stage === failed ? [] : [...members.try, ...members.catch, ...members.finally];
  const direct = [...spreadsTo(stage), ...owned].flatMap((at) => section.stages[at] ?? []);
  const around = new Set(scopesAround(failed));
  const left = scopesAround(stage).filter((scope) => !around.has(scope));
  return [...direct, ...left.flatMap(spreadsTo).flatMap((at) => section.stages[at] ?? [])];
}

/** Those that depend on a stage or are owned by it; that which merely follows it in a list is not reached by its failure. */
function spreadsTo(stage: PlannedStage): readonly number[] {
  return stage.dependents.filter((place) => {
    const other = stage.section.stages[place];
    return other?.stage.depends_on.includes(stage.id) || stage.branchMembers.includes(place);
  });
}

function memberScope(stage: PlannedStage): PlannedStage | undefined {
  const { scope } = stage;
  return scope && scope.up === 0 ? sectionStage(stage.section, scope.at) : undefined;
}

function sectionStage(section: Section, at: number): PlannedStage | undefined {
  return section.stages[at];
}

function scopesAround(stage: PlannedStage): readonly PlannedStage[] {
  const scopes: PlannedStage[] = [];
  for (let at = memberScope(stage); at !== undefined; at = memberScope(at)) scopes.push(at);
  return scopes;
}
