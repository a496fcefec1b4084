import type { SourceObject } from '../text/source-node.ts';
import type { StageReading } from './read-stage.ts';
import type { RecordedNames } from './recorded-names.ts';

/** A stage that was read without a finding, and what the reading asked of the names in its document. */
export interface KnownStage {
  readonly reading: StageReading;
  readonly names: RecordedNames;
}

/** The stages that were read before, by their nodes. */
export interface StageMemory {
  readonly stages: WeakMap<SourceObject, KnownStage>;
}
