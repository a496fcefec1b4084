import type { ComponentCatalog, ComponentDescription, Stage } from '@flowmason/pipeline-schema';
import { toStageFact } from './stage-fact.ts';

/** What the card of a stage shows before anything has run. */
export interface StageCard {
  readonly id: string;
  /** `ghost`: the pipeline names this stage but does not define it; `removed`: only the version that it is compared with has it. */
  readonly kind: 'stage' | 'scope' | 'ghost' | 'removed';
  readonly title: string;
  readonly component: string;
  /** The component's name for people. */
  readonly componentTitle: string;
  readonly icon: string;
  readonly category: ComponentDescription['category'];
  readonly fact: string;
  readonly isDisabled: boolean;
  /** All attempts that the stage may take; undefined without a retry. */
  readonly maxAttempts: number | undefined;
}

/** The card of a stage. A component that is not known shows under its own name with a plain box. */
export function toStageCard(stage: Stage, components: ComponentCatalog): StageCard {
  const description = components.get(stage.component);
  return {
    id: stage.id,
    kind: SCOPES.has(stage.component) ? 'scope' : 'stage',
    title: stage.name ?? stage.id,
    component: stage.component,
    componentTitle: description?.title ?? stage.component,
    icon: description?.icon ?? 'box',
    category: description?.category ?? 'flow',
    fact: toStageFact(stage),
    isDisabled: stage.disabled,
    maxAttempts: stage.retry?.max_attempts,
  };
}

/** The card of a stage that is named but not defined. */
export function toGhostCard(id: string): StageCard {
  return {
    id,
    kind: 'ghost',
    title: id,
    component: '',
    componentTitle: 'not defined',
    icon: 'circle-dashed',
    category: 'flow',
    fact: '',
    isDisabled: false,
    maxAttempts: undefined,
  };
}

/** Components whose stages are drawn as a box around their members. */
const SCOPES: ReadonlySet<string> = new Set(['trycatch', 'foreach']);
