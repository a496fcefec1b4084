import type { ComponentCatalog } from '../component.ts';
import type { DocumentReading } from '../dialects/read-document.ts';
import type { StageReading } from '../dialects/read-stage.ts';
import type { SourceObject } from '../text/source-node.ts';
import type { TreeEdits } from '../text/tree-edits.ts';

/** A document that could be read, and the edits of it that have been collected so far. */
export interface ChangeSource {
  readonly text: string;
  readonly components: ComponentCatalog;
  readonly document: DocumentReading;
  /** The object around the list of stages; undefined when the document is only that list. */
  readonly object: SourceObject | undefined;
  readonly edits: TreeEdits;
  /** The first stage of this id. */
  stage(id: string): StageReading | undefined;
}
