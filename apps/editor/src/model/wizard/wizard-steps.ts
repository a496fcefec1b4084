import { checkInput } from '@flowmason/pipeline-schema';
import type { PipelineDocument } from '../document/pipeline-document.ts';
import { findEndpoints } from './wizard-endpoints.ts';

/** The six steps from a template to a pipeline of one's own, in their order; the ids stand in addresses. */
export const WIZARD_STEPS = [
  { id: 'choose', title: 'Choose', hint: 'What to start from' },
  { id: 'inputs', title: 'Inputs', hint: 'What a run is given' },
  { id: 'stages', title: 'Stages', hint: 'What it does, in which order' },
  { id: 'endpoints', title: 'Endpoints', hint: 'Where it goes, and which secrets it needs' },
  { id: 'dry-run', title: 'Dry run', hint: 'How it goes, simulated' },
  { id: 'export', title: 'Export', hint: 'Check it and take it away' },
] as const;

export type WizardStep = (typeof WIZARD_STEPS)[number]['id'];

/** How a step stands; `open` with what is left to do, as half a sentence. */
export type StepState = { readonly kind: 'done' } | { readonly kind: 'open'; readonly left: string };

/** How each step stands for this document; all but the first are open while nothing is chosen. */
export function stepStates(document: PipelineDocument | undefined): Readonly<Record<WizardStep, StepState>> {
  const nothing = open('nothing is chosen yet');
  if (!document) {
    return {
      choose: nothing,
      inputs: nothing,
      stages: nothing,
      endpoints: nothing,
      'dry-run': nothing,
      export: nothing,
    };
  }
  const { pipeline, diagnostics, ghosts } = document.reading;
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const misfits = pipeline ? checkInput(pipeline.input_schema, pipeline.sample_input ?? {}).problems.length : 0;
  const unwritten = findEndpoints(document).hosts.filter(({ isPlaceholder }) => isPlaceholder).length;
  const stageCount = pipeline?.stages.length ?? 0;
  return {
    choose: DONE,
    inputs: misfits > 0 ? open(counted(misfits, 'value does not fit', 'values do not fit')) : DONE,
    stages:
      ghosts.length > 0
        ? open(counted(ghosts.length, 'stage is missing', 'stages are missing'))
        : stageCount === 0
          ? open('there are no stages yet')
          : DONE,
    endpoints:
      unwritten > 0 ? open(counted(unwritten, 'address is to be written', 'addresses are to be written')) : DONE,
    'dry-run': errors > 0 || stageCount === 0 ? open('it cannot run yet') : DONE,
    export: errors > 0 ? open(counted(errors, 'error is left', 'errors are left')) : DONE,
  };
}

/**
 * What a step's link says of it, for those who do not see its sign; undefined when there is nothing to say. What lies ahead may
 * be right already, but nobody has looked at it yet.
 */
export function toStepWords(step: WizardStep, state: StepState, here: WizardStep): string | undefined {
  if (state.kind === 'open') return `to do: ${state.left}`;
  const [at, hereAt] = [step, here].map((one) => WIZARD_STEPS.findIndex(({ id }) => id === one));
  return at !== undefined && hereAt !== undefined && at < hereAt ? 'done' : undefined;
}

/** The step before and behind this one. */
export function neighbourSteps(step: WizardStep): { readonly back?: WizardStep; readonly next?: WizardStep } {
  const at = WIZARD_STEPS.findIndex(({ id }) => id === step);
  const back = WIZARD_STEPS[at - 1]?.id;
  const next = WIZARD_STEPS[at + 1]?.id;
  return { ...(back && { back }), ...(next && { next }) };
}

const DONE: StepState = { kind: 'done' };

function open(left: string): StepState {
  return { kind: 'open', left };
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
