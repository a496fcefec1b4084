import type { Pipeline, Stage } from '@flowmason/pipeline-schema';

/**
 * What `spec.md` §4.1 to §4.4 say of a pipeline of tasks, conditionals, routers and trycatches, written down as plainly
 * as can be: at every moment all rules are tried on all stages, every path is walked, nothing is remembered that could
 * be asked again. It shares no code with the engine, and is hopeless for more than a dozen stages.
 */
export type ModelEnd = { readonly status: string; readonly stages: Record<string, string> };

type Role = 'try' | 'catch' | 'finally';
type Place = { readonly scope: string; readonly role: Role; readonly listed: boolean };
type ModelStage = {
  stage: Stage;
  state: 'pending' | 'running' | 'settled';
  end: string;
  /** Skipped because of a failure, directly or not. */
  wake: boolean;
  type: string;
  doneAt: number;
  arm: string | undefined;
  failure: string | undefined;
  failureType: string;
  cleanupFailed: string | undefined;
  started: boolean;
  covered: string[];
  coveredBy: string | undefined;
  settledAs: number;
};

export function modelRun(pipeline: Pipeline): ModelEnd {
  return new Model(pipeline).run();
}

class Model {
  readonly pipeline: Pipeline;
  readonly ids: string[];
  readonly all: Map<string, ModelStage>;
  readonly order: Map<string, string[]> = new Map();
  now = 0;
  count = 0;
  stopped = false;

  constructor(pipeline: Pipeline) {
    this.pipeline = pipeline;
    this.ids = pipeline.stages.map(({ id }) => id);
    this.all = new Map(
      pipeline.stages.map((stage): [string, ModelStage] => [
        stage.id,
        {
          stage,
          state: 'pending',
          end: '',
          wake: false,
          type: '',
          doneAt: 0,
          arm: undefined,
          failure: undefined,
          failureType: '',
          cleanupFailed: undefined,
          started: false,
          covered: [],
          coveredBy: undefined,
          settledAs: 0,
        },
      ]),
    );
    this.findOrder();
  }

  run(): ModelEnd {
    for (;;) {
      while (this.settleSomething() || this.startInstant());
      this.startTasks();
      const running = this.ids
        .map((id) => this.get(id))
        .filter((s) => s.state === 'running' && !this.isBlock(s.stage.id));
      if (running.length === 0) break;
      const next = running.reduce((first, other) => (other.doneAt < first.doneAt ? other : first));
      this.now = next.doneAt;
      this.endTask(next);
    }
    return {
      status: this.outcome(),
      stages: Object.fromEntries(this.ids.map((id) => [id, this.get(id).end || 'pending'])),
    };
  }

  get(id: string): ModelStage {
    const found = this.all.get(id);
    if (!found) throw new Error(`no stage ${id}`);
    return found;
  }

  // ---- shape -------------------------------------------------------------------------------------------------------

  isBlock(id: string): boolean {
    return this.get(id).stage.component === 'trycatch';
  }

  lists(id: string): { arm: string; role: Role | 'branch'; members: string[] }[] {
    const { component, config } = this.get(id).stage;
    const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
    if (component === 'trycatch') {
      return (['try', 'catch', 'finally'] as const).map((role) => ({ arm: role, role, members: list(config[role]) }));
    }
    if (component === 'conditional') {
      return [
        { arm: 'true', role: 'branch', members: list(config['if_true']) },
        { arm: 'false', role: 'branch', members: list(config['if_false']) },
      ];
    }
    if (component === 'router') {
      const routes = Array.isArray(config['routes']) ? config['routes'] : [];
      const arms = routes.map((route) => ({
        arm: String(route.name),
        role: 'branch' as const,
        members: list(route.stages),
      }));
      return config['default'] === undefined
        ? arms
        : [...arms, { arm: 'default', role: 'branch', members: list(config['default']) }];
    }
    return [];
  }

  owners(id: string): { owner: string; arm: string; role: Role | 'branch' }[] {
    return this.ids.flatMap((owner) =>
      this.lists(owner)
        .filter(({ members }) => members.includes(id))
        .map(({ arm, role }) => ({ owner, arm, role })),
    );
  }

  /** The block that a stage is a member of, also through deciders. */
  place(id: string): Place | undefined {
    for (const { owner, role } of this.owners(id)) {
      if (role !== 'branch') return { scope: owner, role, listed: true };
    }
    for (const { owner } of this.owners(id)) {
      const through = this.place(owner);
      if (through) return { ...through, listed: false };
    }
    return undefined;
  }

  around(id: string): string[] {
    const place = this.place(id);
    return place ? [place.scope, ...this.around(place.scope)] : [];
  }

  members(block: string, role: Role): string[] {
    return this.ids.filter((id) => this.place(id)?.scope === block && this.place(id)?.role === role);
  }

  dependencies(id: string): string[] {
    return this.get(id).stage.depends_on.filter((other) => !this.around(id).includes(other));
  }

  ownedBy(id: string): string[] {
    const direct = this.lists(id).flatMap(({ role, members }) => (role === 'branch' ? members : []));
    return direct.flatMap((member) => [member, ...this.ownedBy(member)]);
  }

  /** Order-only edges; each is added only if it closes no cycle with what is there. */
  findOrder(): void {
    for (const block of this.ids.filter((id) => this.isBlock(id))) {
      if (this.get(block).stage.config['parallel'] === true) continue;
      for (const { role, members } of this.lists(block)) {
        if (role === 'branch') continue;
        members.forEach((member, index) => {
          const before = members[index - 1];
          const list = this.members(block, role);
          if (before === undefined || this.dependencies(member).some((id) => list.includes(id))) return;
          const owned = this.ownedBy(before).filter((id) => list.includes(id) && !members.includes(id));
          for (const id of new Set([before, ...owned])) {
            if (id === member || this.leads(`${member}:start`, `${id}:end`, new Set())) continue;
            this.order.set(member, [...(this.order.get(member) ?? []), id]);
          }
        });
      }
    }
  }

  /** Whether one moment comes before another. */
  leads(from: string, to: string, seen: Set<string>): boolean {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return this.momentsAfter(from).some((next) => this.leads(next, to, seen));
  }

  momentsAfter(moment: string): string[] {
    const [id = '', what] = moment.split(':');
    const phases = ['start', 'tried', 'caught', 'end'];
    const next: string[] = [];
    if (what === 'end') {
      next.push(...this.ids.filter((other) => this.dependencies(other).includes(id)).map((other) => `${other}:start`));
      next.push(...this.ids.filter((other) => this.order.get(other)?.includes(id)).map((other) => `${other}:start`));
      next.push(
        ...this.lists(id).flatMap(({ role, members }) => (role === 'branch' ? members.map((m) => `${m}:start`) : [])),
      );
      const place = this.place(id);
      if (place) next.push(`${place.scope}:${{ try: 'tried', catch: 'caught', finally: 'end' }[place.role]}`);
    } else if (this.isBlock(id)) {
      next.push(`${id}:${phases[phases.indexOf(what ?? '') + 1]}`);
      const role = ({ start: 'try', tried: 'catch', caught: 'finally' } as const)[what as 'start' | 'tried' | 'caught'];
      next.push(...this.lists(id).flatMap((list) => (list.role === role ? list.members.map((m) => `${m}:start`) : [])));
    } else next.push(`${id}:end`);
    return next;
  }

  /** The dependencies that the join looks at. */
  joins(id: string): string[] {
    const direct = (stage: string): string[] => [
      ...this.dependencies(stage),
      ...this.owners(stage).flatMap(({ owner, role }) => (role === 'branch' ? [owner] : [])),
    ];
    const isBehind = (late: string, early: string): boolean =>
      direct(late).some((other) => other === early || isBehind(other, early));
    const own = this.owners(id).map(({ owner }) => owner);
    const place = this.place(id);
    return this.dependencies(id).filter((dependency) => {
      if (own.includes(dependency)) return false;
      if (place && place.role !== 'try' && this.place(dependency)?.scope === place.scope) return false;
      return !direct(id).some((other) => other !== dependency && isBehind(other, dependency));
    });
  }

  // ---- failures ----------------------------------------------------------------------------------------------------

  /** Every way that the failure of a stage can take, as lists of stages. */
  paths(from: string, failed: string): string[][] {
    const next = new Set<string>();
    for (const id of this.ids) if (this.dependencies(id).includes(from)) next.add(id);
    for (const { role, members } of this.lists(from)) {
      for (const member of members) if (role === 'branch' || from !== failed) next.add(member);
    }
    for (const scope of this.around(from)) {
      if (this.around(failed).includes(scope)) break;
      for (const id of this.ids) if (this.dependencies(id).includes(scope)) next.add(id);
    }
    if (from !== failed && this.isBlock(from)) {
      for (const role of ['try', 'catch', 'finally'] as const) for (const id of this.members(from, role)) next.add(id);
    }
    if (next.size === 0) return [[]];
    return [...next].flatMap((id) => this.paths(id, failed).map((rest) => [id, ...rest]));
  }

  entersBy(path: string[], block: string): Role | undefined {
    for (const id of path) {
      if (id === block) return undefined;
      const place = this.place(id);
      if (place?.scope === block) return place.role;
    }
    return undefined;
  }

  cover(failed: string): string | undefined {
    if (this.place(failed)?.role === 'try') return undefined;
    const paths = this.paths(failed, failed);
    const covering = this.ids.filter((block) => {
      if (!this.isBlock(block) || this.around(failed).includes(block) || block === failed) return false;
      const roles = paths.map((path) => this.entersBy(path, block));
      return roles.every((role) => role !== undefined) && roles.includes('try');
    });
    const [path = []] = paths;
    const entry = (block: string) => path.findIndex((id) => this.place(id)?.scope === block);
    const first = covering.sort((a, b) => entry(a) - entry(b)).at(0);
    if (first === undefined) return undefined;
    const block = this.get(first);
    return block.state === 'settled' || block.arm !== undefined ? undefined : first;
  }

  catches(block: string, type: string): boolean {
    const { config } = this.get(block).stage;
    const types = Array.isArray(config['catch_error_types']) ? config['catch_error_types'] : undefined;
    return this.members(block, 'catch').length > 0 && (types === undefined || types.includes(type));
  }

  isHandled(id: string, type: string, lost?: string): boolean {
    if (this.isHandledAround(id, type, lost)) return true;
    const cover = this.cover(id);
    return cover !== undefined && cover !== lost && this.takes(cover, 'try', type, lost);
  }

  /** By the blocks that the stage is a member of. */
  isHandledAround(id: string, type: string, lost?: string): boolean {
    const place = this.place(id);
    return place !== undefined && this.takes(place.scope, place.role, type, lost);
  }

  takes(scope: string, role: Role, type: string, lost?: string): boolean {
    const place = { scope, role };
    if (place.role === 'try' && this.catches(place.scope, type)) return true;
    const kept = place.role === 'try' ? type : this.get(place.scope).failureType || type;
    if (this.get(place.scope).stage.on_error === 'continue') return true;
    return this.isHandled(place.scope, kept, lost);
  }

  /** The failure was caught inside already and only goes on outward. */
  comesHandled(id: string): boolean {
    const block = this.get(id);
    if (!this.isBlock(id) || block.cleanupFailed !== undefined) return false;
    if (block.arm === 'caught') return true;
    return block.failure !== undefined && this.comesHandled(block.failure);
  }

  // ---- time --------------------------------------------------------------------------------------------------------

  settle(id: string, end: string, wake = false): void {
    const stage = this.get(id);
    stage.state = 'settled';
    stage.end = end;
    stage.wake = wake;
    stage.settledAs = ++this.count;
    const place = this.place(id);
    if (!place) return;
    const block = this.get(place.scope);
    if (place.role === 'try' && block.failure === undefined && block.arm === undefined && block.state === 'running') {
      if (end === 'failed' || end === 'handled') [block.failure, block.failureType] = [id, stage.type];
      const [covered] = block.covered;
      if (wake && covered !== undefined) [block.failure, block.failureType] = [covered, this.get(covered).type];
    }
    if (place.role !== 'try' && (end === 'failed' || end === 'handled')) block.cleanupFailed ??= id;
  }

  fail(id: string, type: string, handled = this.isHandled(id, type)): void {
    const stage = this.get(id);
    stage.type = type;
    if (stage.stage.on_error === 'continue') {
      this.settle(id, 'tolerated');
      return;
    }
    const cover = this.isHandledAround(id, type) ? undefined : this.cover(id);
    if (cover !== undefined) {
      this.get(cover).covered.push(id);
      stage.coveredBy = cover;
    }
    if (!handled && this.pipeline.settings.on_failure === 'stop') this.stopped = true;
    this.settle(id, handled ? 'handled' : 'failed');
  }

  skip(id: string, reason: string, wake: boolean): void {
    this.giveBack(id);
    this.settle(id, reason, wake || reason === 'dependency_failed' || reason === 'try_aborted');
  }

  /** Failures that a block covered and will not deal with are somebody else's again. */
  giveBack(block: string): void {
    for (const id of this.get(block).covered) {
      const failed = this.get(id);
      failed.coveredBy = undefined;
      failed.end = this.isHandled(id, failed.type, block) ? 'handled' : 'failed';
      if (failed.end === 'failed' && this.pipeline.settings.on_failure === 'stop') this.stopped = true;
    }
    this.get(block).covered = [];
  }

  endTask({ stage }: ModelStage): void {
    const { config, id } = stage;
    const failures = config['failures'];
    const attempts = stage.retry?.max_attempts ?? 1;
    const fails = config['type'] !== undefined && (failures === undefined || Number(failures) >= attempts);
    if (!fails) this.settle(id, 'ok');
    else this.fail(id, stage.retry ? 'RETRY_EXHAUSTED' : String(config['type']));
  }

  /** Tries the rules that settle a stage on all stages, then does what they say; true when there was anything. */
  settleSomething(): boolean {
    const actions = this.ids.flatMap((id) => {
      const { state } = this.get(id);
      if (state === 'pending') return this.settlePending(id) ?? [];
      return state === 'running' && this.isBlock(id) ? (this.moveBlock(id) ?? []) : [];
    });
    for (const act of actions) act();
    return actions.length > 0;
  }

  settlePending(id: string): (() => void) | undefined {
    const place = this.place(id);
    const block = place && this.get(place.scope);
    if (block && place.role === 'try' && block.state === 'running' && block.failure !== undefined) {
      return () => this.skip(id, 'try_aborted', true);
    }
    const unselected = this.unselected(id);
    if (unselected) {
      return () => this.skip(id, unselected.reason, unselected.wake);
    }
    if (!this.isReady(id)) return undefined;
    const { join, disabled } = this.get(id).stage;
    const verdicts = this.joins(id).map((other) => this.verdict(other));
    if (join !== 'always' && verdicts.length > 0) {
      const count = (verdict: string) => verdicts.filter((other) => other === verdict).length;
      const reason =
        count('failed') > 0
          ? 'dependency_failed'
          : (join === 'any' && count('ok') === 0) || (join === 'all' && count('skipped') > 0)
            ? 'dependency_skipped'
            : undefined;
      if (reason) return () => this.skip(id, reason, false);
    }
    if (disabled) return () => this.skip(id, 'disabled', false);
    if (this.stopped && !this.startsAfterStop(id)) return () => this.skip(id, 'run_stopped', false);
    return undefined;
  }

  verdict(id: string): string {
    const { end, wake } = this.get(id);
    if (['ok', 'tolerated', 'disabled'].includes(end)) return 'ok';
    if (['failed', 'handled', 'cancelled'].includes(end) || wake) return 'failed';
    return 'skipped';
  }

  /** Every owner has spoken, and none for it. */
  unselected(id: string): { reason: string; wake: boolean } | undefined {
    const owners = this.owners(id);
    if (owners.length === 0) return undefined;
    const verdicts = owners.map(({ owner, arm, role }) => this.ownerVerdict(owner, arm, role));
    if (verdicts.includes('selected') || verdicts.includes('undecided')) return undefined;
    if (verdicts.includes('failed')) return { reason: 'dependency_failed', wake: true };
    if (verdicts.includes('refused')) return { reason: 'branch_not_taken', wake: false };
    const first = owners[verdicts.indexOf('skipped')];
    return { reason: 'dependency_skipped', wake: first !== undefined && this.get(first.owner).wake };
  }

  ownerVerdict(owner: string, arm: string, role: Role | 'branch'): string {
    const stage = this.get(owner);
    if (stage.state === 'pending') return 'undecided';
    const wasSkipped =
      stage.state === 'settled' && !['ok', 'failed', 'handled', 'tolerated', 'cancelled'].includes(stage.end);
    if (wasSkipped) return 'skipped';
    if (role === 'branch') {
      if (stage.state === 'running') return 'undecided';
      return stage.end === 'ok' ? (stage.arm === arm ? 'selected' : 'refused') : 'failed';
    }
    if (role === 'try') return 'selected';
    if (stage.arm === undefined) return 'undecided';
    if (role === 'catch') return stage.arm === 'caught' ? 'selected' : 'refused';
    if (this.open(owner, 'catch')) return 'undecided';
    return stage.started || stage.arm === 'caught' ? 'selected' : 'refused';
  }

  open(block: string, role: Role): boolean {
    return this.members(block, role).some((id) => this.get(id).state !== 'settled');
  }

  isReady(id: string): boolean {
    const owners = this.owners(id);
    const isSettled = (other: string) => this.get(other).state === 'settled';
    const isSelected =
      owners.length === 0 || owners.some((o) => this.ownerVerdict(o.owner, o.arm, o.role) === 'selected');
    return (
      isSelected &&
      this.dependencies(id).every(isSettled) &&
      (this.order.get(id) ?? []).every(isSettled) &&
      owners.every(({ owner, role }) => role !== 'branch' || isSettled(owner))
    );
  }

  startsAfterStop(id: string): boolean {
    if (this.get(id).stage.join === 'always') return true;
    return this.owners(id).some(
      ({ owner, role }) => role === 'catch' || role === 'finally' || this.startsAfterStop(owner),
    );
  }

  moveBlock(id: string): (() => void) | undefined {
    const block = this.get(id);
    if (block.arm === undefined) {
      if (this.open(id, 'try')) return undefined;
      const tried = this.members(id, 'try').map((member) => this.get(member));
      const skipped = (stage: ModelStage) => !['ok', 'failed', 'handled', 'tolerated', 'cancelled'].includes(stage.end);
      if (block.failure === undefined && tried.length > 0 && tried.every(skipped)) {
        const reason = tried.some(({ wake }) => wake)
          ? 'dependency_failed'
          : tried.some(({ end }) => end === 'run_stopped')
            ? 'run_stopped'
            : 'dependency_skipped';
        return () => this.skip(id, reason, false);
      }
      return () => this.endTry(id, tried);
    }
    if (this.open(id, 'catch') || this.open(id, 'finally')) return undefined;
    return this.concludeBlock(id);
  }

  endTry(id: string, tried: readonly ModelStage[]): void {
    const block = this.get(id);
    const [covered] = block.covered;
    if (block.failure === undefined && covered !== undefined) {
      [block.failure, block.failureType] = [covered, this.get(covered).type];
    }
    const isPrevented = ({ end, wake }: ModelStage) => end === 'cancelled' || end === 'run_stopped' || wake;
    if (block.failure !== undefined) block.arm = this.catches(id, block.failureType) ? 'caught' : 'uncaught';
    else block.arm = tried.some(isPrevented) ? 'interrupted' : 'ok';
  }

  concludeBlock(id: string): () => void {
    const block = this.get(id);
    if (block.arm === 'interrupted') {
      return () => {
        this.giveBack(id);
        this.settle(id, 'cancelled');
      };
    }
    if (block.failure === undefined && block.cleanupFailed === undefined) return () => this.settle(id, 'ok');
    const type = block.failure === undefined ? this.get(block.cleanupFailed ?? '').type : block.failureType;
    const isRecovered = block.arm === 'caught' && block.cleanupFailed === undefined;
    if (isRecovered && block.stage.config['error_scope'] === 'continue') return () => this.settle(id, 'ok');
    const handled = isRecovered || this.comesHandled(id) || this.isHandled(id, type);
    return () => this.fail(id, type, handled);
  }

  /** Blocks and decisions take no time; of several that may start the first in the file does. */
  startInstant(): boolean {
    const id = this.ids.find((id) => this.get(id).stage.component !== 'task' && this.mayStart(id));
    if (id === undefined) return false;
    this.begin(id);
    const { stage } = this.get(id);
    if (stage.component === 'conditional')
      this.decide(id, stage.config['condition'] === 'broken' ? undefined : String(stage.config['condition']));
    if (stage.component === 'router') {
      const routes = Array.isArray(stage.config['routes']) ? stage.config['routes'] : [];
      const route = routes.find(({ condition }) => condition === true);
      this.decide(id, route ? String(route.name) : stage.config['default'] === undefined ? undefined : 'default');
    }
    return true;
  }

  decide(id: string, arm: string | undefined): void {
    this.get(id).arm = arm;
    if (arm === undefined) this.fail(id, this.get(id).stage.component === 'router' ? 'ROUTING' : 'EXPRESSION');
    else this.settle(id, 'ok');
  }

  startTasks(): void {
    for (const id of this.ids) {
      if (this.get(id).stage.component !== 'task' || !this.mayStart(id)) continue;
      this.begin(id);
      const { config, retry } = this.get(id).stage;
      const failures = config['type'] === undefined ? 0 : Number(config['failures'] ?? Number.POSITIVE_INFINITY);
      const attempts = Math.min(retry?.max_attempts ?? 1, failures + 1);
      this.get(id).doneAt =
        this.now + attempts * Number(config['ms']) + (attempts - 1) * (retry?.delay_seconds ?? 0) * 1000;
    }
  }

  mayStart(id: string): boolean {
    return this.get(id).state === 'pending' && this.isReady(id);
  }

  begin(id: string): void {
    this.get(id).state = 'running';
    const place = this.place(id);
    if (place?.role === 'try') this.get(place.scope).started = true;
  }

  outcome(): string {
    const stages = this.ids.map((id) => this.get(id));
    if (stages.some(({ end }) => end === 'failed')) return 'failed';
    const isRecovered = stages.some(
      ({ stage, end, coveredBy }) => end === 'handled' && !coveredBy && !this.place(stage.id),
    );
    return isRecovered ? 'recovered' : 'succeeded';
  }
}
