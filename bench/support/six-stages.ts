import { type Component, defineComponent } from '@flowmason/engine';
import type { Pipeline, Stage } from '@flowmason/pipeline-schema';
import { z } from 'zod';

const nothing: Component = defineComponent({
  name: 'nothing',
  title: 'Nothing',
  description: 'Does nothing, so that only the engine itself is measured.',
  category: 'data',
  icon: 'circle',
  effect: 'none',
  config: z.object({}),
  output: z.null(),
  fields: {},
  execute: async () => null,
});

/** The only component of `idlePipeline`. */
export const IDLE_COMPONENTS: ReadonlyMap<string, Component> = new Map([['nothing', nothing]]);

/** One stage, then four side by side, then one: what the engine's and the journal's speed are told in. */
export const SIX_STAGES: readonly (readonly number[])[] = [[], [0], [0], [0], [0], [1, 2, 3, 4]];

/** A pipeline whose stages do nothing; each entry lists the stages that one depends on. */
export function idlePipeline(dependencies: readonly (readonly number[])[]): Pipeline {
  const stages = dependencies.map(
    (list, index): Stage => ({
      id: `s${index}`,
      component: 'nothing',
      depends_on: list.map((other) => `s${other}`),
      join: 'any',
      config: {},
      on_error: 'fail',
      idempotent: false,
      disabled: false,
    }),
  );
  return {
    name: 'bench',
    version: '1.0.0',
    tags: [],
    settings: { max_parallel: 10, on_failure: 'stop' },
    layout: {},
    stages,
  };
}
