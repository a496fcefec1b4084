import type { Field } from './field.ts';

/** A way to work the editor: by mouse, or by keyboard alone. The same gestures, done differently. */
export interface Hand {
  /** Makes a pipeline of this name from the start page and opens it, empty. */
  createPipeline(name: string): Promise<void>;
  /** Adds a stage of the component with this title, connected with nothing, and gives it this id. It is selected then. */
  addStage(component: string, id: string): Promise<void>;
  /** Makes `id` wait for `from`, whatever that comes to. */
  makeWait(id: string, from: string): Promise<void>;
  /** Leads an outcome of `owner` to `id`. */
  leadOutcome(owner: string, arm: string, id: string): Promise<void>;
  /** Puts `id` at the end of a list of a box. */
  moveInto(owner: string, arm: string, id: string): Promise<void>;
  /** Selects the stage and fills fields of its panel in, in their order from top to bottom. */
  fillStage(id: string, fields: readonly Field[]): Promise<void>;
  /** Does the same with the panel of the pipeline itself. */
  fillPipeline(fields: readonly Field[]): Promise<void>;
  save(): Promise<void>;
}
