import { type Run, type StageRun, stageIdOfKey } from '../run.ts';

/** How a stage of a run is drawn: its status, a failure told apart by whether somebody dealt with it. */
export type StatusClass = StageRun['status'] | 'handled';

/** Mermaid styles per status; colours hold their own text, so that they read in light and dark alike. */
export const STATUS_STYLES: Readonly<Record<StatusClass, string>> = {
  pending: 'fill:#f4f4f5,stroke:#a1a1aa,color:#3f3f46',
  running: 'fill:#dbeafe,stroke:#2563eb,color:#1e3a8a,stroke-width:2px',
  waiting: 'fill:#ede9fe,stroke:#7c3aed,color:#4c1d95,stroke-width:2px',
  succeeded: 'fill:#dcfce7,stroke:#16a34a,color:#14532d',
  failed: 'fill:#fee2e2,stroke:#dc2626,color:#7f1d1d,stroke-width:2px',
  handled: 'fill:#fef3c7,stroke:#d97706,color:#78350f',
  skipped: 'fill:#f4f4f5,stroke:#a1a1aa,color:#52525b,stroke-dasharray:3 3',
  cancelled: 'fill:#e4e4e7,stroke:#71717a,color:#3f3f46,stroke-dasharray:3 3',
};

/** By stage id: the instances of a stage inside a loop together, or the stage itself outside loops. */
export function stageRunsById(run: Run): ReadonlyMap<string, readonly StageRun[]> {
  const byId = new Map<string, StageRun[]>();
  const instances = Object.entries(run.stages).filter(([key]) => key.includes('/'));
  for (const [key, stage] of instances) {
    const id = stageIdOfKey(key);
    const list = byId.get(id) ?? [];
    byId.set(id, list);
    list.push(stage);
  }
  for (const [key, stage] of Object.entries(run.stages)) {
    if (!key.includes('/') && !byId.has(key)) byId.set(key, [stage]);
  }
  return byId;
}

/** What several instances come to: the one that most needs a look. */
export function statusClassOf(instances: readonly StageRun[]): StatusClass {
  const classes = new Set(instances.map(toClass));
  return URGENCY.find((status) => classes.has(status)) ?? 'pending';
}

const URGENCY: readonly StatusClass[] = [
  'failed',
  'running',
  'waiting',
  'handled',
  'cancelled',
  'succeeded',
  'pending',
  'skipped',
];

function toClass(stage: StageRun): StatusClass {
  return stage.status === 'failed' && (stage.handled || stage.tolerated) ? 'handled' : stage.status;
}
