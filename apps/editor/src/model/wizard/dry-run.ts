import { checkInput, type Json, type Pipeline, type PipelineGraph, type Stage } from '@flowmason/pipeline-schema';
import {
  type SimulatedAnswer,
  type SimulatedAnswers,
  type Simulation,
  type SimulationRequest,
  simulatePipeline,
  type TemplateScenario,
} from '@flowmason/templates';
import { deriveAnswers, needsAnswer } from './dry-run-answers.ts';
import { forceArms } from './forced-arms.ts';

/** What a person has chosen for a dry run; without anything every stage answers as the pipeline wants it. */
export interface DryRunChoices {
  /** A course of the template that the pipeline was made from; its answers go before those that are derived. */
  readonly scenario?: TemplateScenario | undefined;
  /** Answers that a person has written, by stage; they go before all others. */
  readonly answers: SimulatedAnswers;
  /** Which arm each decision is told to take; of a trycatch `caught` makes one of its steps fail. */
  readonly arms: Readonly<Record<string, string>>;
  /** Stages that get no answer. */
  readonly failing: readonly string[];
}

/** A decision that a dry run can be told how to take. */
export interface DryRunDecision {
  readonly stageId: string;
  readonly component: string;
  readonly arms: readonly string[];
}

/**
 * Runs the pipeline with the engine, against simulated answers and on a virtual clock. The same pipeline, input and choices
 * always give the same events.
 * @throws {Error} when the input does not fit.
 */
export function dryRun(
  document: { readonly pipeline: Pipeline; readonly graph: PipelineGraph },
  choices: DryRunChoices,
  host: Pick<SimulationRequest, 'signal' | 'settle'> = {},
): Promise<Simulation> {
  const { pipeline, graph } = document;
  const input = inputFor(pipeline, choices.scenario?.input);
  return simulatePipeline({
    pipeline: forceArms(pipeline, choices.arms),
    input,
    answers: answersFor(pipeline, graph, choices),
    ...host,
  });
}

/** The input of the scenario, unless the schema was changed so that it does not fit any more; else the sample. */
function inputFor({ input_schema: schema, sample_input: sample = {} }: Pipeline, given: Json | undefined): Json {
  return given !== undefined && checkInput(schema, given).problems.length === 0 ? given : sample;
}

/** What each stage that asks something outside will hear. */
export function answersFor(pipeline: Pipeline, graph: PipelineGraph, choices: DryRunChoices): SimulatedAnswers {
  const { scenario, answers, arms, failing } = choices;
  const given: Record<string, readonly SimulatedAnswer[]> = {
    ...deriveAnswers(pipeline),
    ...scenario?.answers,
  };
  for (const [stageId, written] of Object.entries(answers)) answerEverywhere(given, stageId, written);
  const forced = Object.entries(arms).flatMap(([id, arm]) => (arm === 'caught' ? (stepToFail(id, graph) ?? []) : []));
  for (const stageId of [...failing, ...forced]) {
    const stage = graph.stages.get(stageId);
    if (!stage || !needsAnswer(stage)) continue;
    answerEverywhere(given, stageId, [failureOf(stage)]);
  }
  return given;
}

/** What is chosen for a stage goes for every turn of the loops around it, whatever a scenario says of single turns. */
function answerEverywhere(
  given: Record<string, readonly SimulatedAnswer[]>,
  stageId: string,
  answers: readonly SimulatedAnswer[],
): void {
  for (const key of Object.keys(given)) if (key.endsWith(`/${stageId}`)) delete given[key];
  given[stageId] = answers;
}

/** The decisions of a pipeline with the arms that can be chosen, in file order. */
export function decisionsOf(graph: PipelineGraph): readonly DryRunDecision[] {
  return [...graph.stages.values()].flatMap(({ id, component }) => {
    if (component === 'trycatch') return stepToFail(id, graph) ? [{ stageId: id, component, arms: ['caught'] }] : [];
    const arms = (graph.arms.get(id) ?? []).filter(({ role }) => role === 'branch').map(({ name }) => name);
    return arms.length > 0 ? [{ stageId: id, component, arms }] : [];
  });
}

/** The step of a try that fails when its block is told to catch something: the last that asks outside, so that most of it is seen. */
function stepToFail(blockId: string, graph: PipelineGraph): string | undefined {
  const members = graph.scopes.get(blockId)?.members.try ?? [];
  return members.findLast((id) => {
    const stage = graph.stages.get(id);
    return stage !== undefined && needsAnswer(stage);
  });
}

function failureOf({ component }: Stage): SimulatedAnswer {
  const message = 'no answer, as this dry run was told';
  return { kind: 'failure', type: component === 'generator' ? 'PROVIDER' : 'CONNECTIVITY', message, delay_ms: 500 };
}
