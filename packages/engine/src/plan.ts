import { type ArmRole, buildGraph, type Pipeline, type PipelineGraph, type Stage } from '@flowmason/pipeline-schema';
import type { Component } from './component.ts';

/** A pipeline made ready to run: every question about its shape answered once, before the first stage starts. */
export interface Plan {
  readonly pipeline: Pipeline;
  readonly graph: PipelineGraph;
  readonly components: ReadonlyMap<string, Component>;
  readonly stages: ReadonlyMap<string, PlannedStage>;
  /** What runs once per run. The bodies of foreach stages are sections of their own, which run once per iteration. */
  readonly root: Section;
}

/** Stages that run together: those of the whole run, or those of one iteration of a foreach. */
export interface Section {
  /** The foreach whose body this is; undefined for the root. */
  readonly loop: PlannedStage | undefined;
  /** In file order. */
  readonly stages: readonly PlannedStage[];
}

/** A stage as seen from another one: so many frames out, at that place of that frame's section. */
export type Link = { readonly up: number; readonly at: number };

export interface PlannedStage {
  readonly stage: Stage;
  readonly id: string;
  readonly component: Component | undefined;
  readonly section: Section;
  /** Place in the section. */
  readonly at: number;
  /** Place in the file. */
  readonly rank: number;
  /** What must have settled before it starts: dependencies, deciders that own it, and those before it in its list. */
  readonly waits: readonly Link[];
  /** What its join looks at. */
  readonly joins: readonly Link[];
  readonly owners: readonly (Link & { readonly arm: string; readonly role: ArmRole })[];
  /** The scope that it is a member of, when that scope runs in the same or the enclosing frame. */
  readonly scope: (Link & { readonly role: ScopeRole }) | undefined;
  /** Stages of the same section that wait for it, and members whose decider it is. */
  readonly dependents: readonly number[];
  /** Stages in bodies further in that wait for it. */
  readonly innerDependents: readonly PlannedStage[];
  /** Members by role, of a scope; of a trycatch as places in the same section. */
  readonly members: Readonly<Record<ScopeRole, readonly number[]>>;
  /** The stages that its branches own, as places in the same section. */
  readonly branchMembers: readonly number[];
  /** The body of a foreach. */
  readonly body: Section | undefined;
  /** May start after an unhandled failure: `join: always`, members of catch and finally, and what those own. */
  readonly startsAfterStop: boolean;
}

export type ScopeRole = Exclude<ArmRole, 'branch'>;

const plans = new WeakMap<ReadonlyMap<string, Component>, WeakMap<Pipeline, Plan>>();

/** The plan of `pipeline`, made once for the same pipeline and components, because many runs may share it. */
export function planPipeline(pipeline: Pipeline, components: ReadonlyMap<string, Component>): Plan {
  const known = plans.get(components) ?? new WeakMap<Pipeline, Plan>();
  plans.set(components, known);
  const plan = known.get(pipeline) ?? makePlan(pipeline, components);
  known.set(pipeline, plan);
  return plan;
}

/** Compiles `pipeline`. Total for every pipeline that the validator accepts; stages of a cycle are planned but never start. */
function makePlan(pipeline: Pipeline, components: ReadonlyMap<string, Component>): Plan {
  const graph = buildGraph(pipeline, components);
  const { sections, root } = layOutSections(graph);
  const drafts = new Map<string, Draft>();
  const ranks = new Map([...graph.stages.keys()].map((id, rank) => [id, rank]));
  for (const section of [root, ...sections.values()]) {
    section.ids.forEach((id, at) => {
      const stage = graph.stages.get(id);
      if (stage)
        drafts.set(id, newDraft(stage, { section, at, rank: ranks.get(id) ?? 0, components, body: sections.get(id) }));
    });
  }
  for (const draft of drafts.values()) linkStage(draft, drafts, graph);
  for (const draft of drafts.values()) draft.startsAfterStop = startsAfterStop(draft, drafts, graph);
  for (const section of [root, ...sections.values()]) {
    section.stages = section.ids.flatMap((id) => drafts.get(id) ?? []);
    section.loop = section.loopId === undefined ? undefined : drafts.get(section.loopId);
  }
  return { pipeline, graph, components, stages: drafts, root };
}

type SectionDraft = {
  ids: string[];
  loopId: string | undefined;
  loop: PlannedStage | undefined;
  stages: readonly PlannedStage[];
};
type Draft = { -readonly [Key in keyof PlannedStage]: PlannedStage[Key] } & {
  waits: Link[];
  dependents: number[];
  innerDependents: PlannedStage[];
};

/** The innermost foreach around a stage, itself not counted. */
function loopAround(id: string, graph: PipelineGraph): string | undefined {
  for (let at = graph.scopeOf.get(id); at !== undefined; at = graph.scopeOf.get(at)) {
    if (graph.scopes.get(at)?.kind === 'foreach') return at;
  }
  return undefined;
}

function layOutSections(graph: PipelineGraph) {
  const open = (loopId?: string): SectionDraft => ({ ids: [], loopId, loop: undefined, stages: [] });
  const root = open();
  const sections = new Map<string, SectionDraft>();
  for (const { id, kind } of graph.scopes.values()) if (kind === 'foreach') sections.set(id, open(id));
  for (const id of graph.stages.keys()) {
    const loop = loopAround(id, graph);
    (loop === undefined ? root : (sections.get(loop) ?? root)).ids.push(id);
  }
  return { sections, root };
}

function newDraft(
  stage: Stage,
  place: {
    section: SectionDraft;
    at: number;
    rank: number;
    components: ReadonlyMap<string, Component>;
    body: SectionDraft | undefined;
  },
): Draft {
  return {
    stage,
    id: stage.id,
    component: place.components.get(stage.component),
    section: place.section,
    at: place.at,
    rank: place.rank,
    waits: [],
    joins: [],
    owners: [],
    scope: undefined,
    dependents: [],
    innerDependents: [],
    members: { try: [], catch: [], finally: [], body: [] },
    branchMembers: [],
    body: place.body,
    startsAfterStop: false,
  };
}

function linkStage(draft: Draft, drafts: ReadonlyMap<string, Draft>, graph: PipelineGraph): void {
  const { id } = draft;
  const link = (other: string): Link | undefined => linkTo(other, draft, drafts, graph);
  const place = graph.membership.get(id);
  const owners = (graph.owners.get(id) ?? []).flatMap(({ owner, arm, role }) => {
    const to = link(owner);
    return to ? [{ ...to, arm, role }] : [];
  });
  const deciders = (graph.owners.get(id) ?? []).filter(({ role }) => role === 'branch').map(({ owner }) => owner);
  const gates = graph.joinDependencies(id).filter((other) => !isOrderedOnly(other, place, graph));

  draft.owners = owners;
  draft.joins = uniqueLinks(gates.flatMap((other) => link(other) ?? []));
  draft.waits = uniqueLinks(
    [...graph.dependencies(id), ...deciders, ...graph.orderPredecessors(id)].flatMap((other) => link(other) ?? []),
  );
  const scope = place && link(place.scope);
  draft.scope = scope && place ? { ...scope, role: place.role } : undefined;
  const members = graph.scopes.get(id)?.members;
  if (members) draft.members = mapRoles((role) => placesOf(members[role], drafts));
  draft.branchMembers = (graph.arms.get(id) ?? [])
    .filter(({ role }) => role === 'branch')
    .flatMap(({ stages }) => stages)
    .flatMap((member) => (drafts.get(member)?.section === draft.section ? (drafts.get(member)?.at ?? []) : []));
  for (const { up, at } of draft.waits) {
    const target = stageAt(draft.section, { up, at }, drafts);
    if (target === undefined) continue;
    if (up === 0) target.dependents.push(draft.at);
    else target.innerDependents.push(draft);
  }
}

/** In file order, which is the order in which stages that settle at one moment do so. */
function placesOf(ids: readonly string[], drafts: ReadonlyMap<string, Draft>): readonly number[] {
  return ids.flatMap((id) => drafts.get(id)?.at ?? []).sort((a, b) => a - b);
}

/** In catch and finally, depending on a member of the same block only orders, it does not gate. */
function isOrderedOnly(
  other: string,
  place: { readonly scope: string; readonly role: ScopeRole } | undefined,
  graph: PipelineGraph,
): boolean {
  if (place?.role !== 'catch' && place?.role !== 'finally') return false;
  return graph.membership.get(other)?.scope === place.scope;
}

/** Where `other` is seen from `draft`; a stage inside a loop that `draft` is outside of is seen as that loop. */
function linkTo(
  other: string,
  draft: Draft,
  drafts: ReadonlyMap<string, Draft>,
  graph: PipelineGraph,
): Link | undefined {
  const outward = new Map<Section, number>();
  let section: Section | undefined = draft.section;
  for (let up = 0; section !== undefined; up++) {
    outward.set(section, up);
    const loopId: string | undefined = (section as SectionDraft).loopId; // every section is a draft while planning
    section = loopId === undefined ? undefined : drafts.get(loopId)?.section;
  }
  for (let id: string | undefined = other; id !== undefined; id = loopAround(id, graph)) {
    const target = drafts.get(id);
    const up = target && outward.get(target.section);
    if (target && up !== undefined) return { up, at: target.at };
  }
  return undefined;
}

function stageAt(from: Section, { up, at }: Link, drafts: ReadonlyMap<string, Draft>): Draft | undefined {
  let section = from as SectionDraft;
  for (let step = 0; step < up; step++) {
    const loop = section.loopId === undefined ? undefined : drafts.get(section.loopId);
    if (loop === undefined) return undefined;
    section = loop.section as SectionDraft;
  }
  const id = section.ids[at];
  return id === undefined ? undefined : drafts.get(id);
}

function uniqueLinks(links: readonly Link[]): Link[] {
  const seen = new Set<string>();
  return links.filter(({ up, at }) => {
    const key = `${up}:${at}`;
    return !seen.has(key) && seen.add(key);
  });
}

function startsAfterStop(draft: Draft, drafts: ReadonlyMap<string, Draft>, graph: PipelineGraph): boolean {
  const seen = new Set<string>();
  const open = [draft.id];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    if (drafts.get(id)?.stage.join === 'always') return true;
    for (const { owner, role } of graph.owners.get(id) ?? []) {
      if (role === 'catch' || role === 'finally') return true;
      open.push(owner);
    }
  }
  return false;
}

function mapRoles<Value>(of: (role: ScopeRole) => Value): Record<ScopeRole, Value> {
  return { try: of('try'), catch: of('catch'), finally: of('finally'), body: of('body') };
}
