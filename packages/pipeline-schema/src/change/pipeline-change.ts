import type { TextEdit } from '../diagnostic.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Note } from '../pipeline.ts';

/** A list of stages that an owner holds: `{ owner: 'check', arm: 'true' }`, `{ owner: 'guarded', arm: 'try' }`. Arms as in `Arm.name`. */
export type ListPlace = {
  readonly owner: string;
  readonly arm: string;
};

/** One line of the diagram: `to` waits for `from`, or stands in the list of `from` that `arm` names. */
export type Connection = {
  readonly from: string;
  readonly to: string;
  /** An outcome or list of `from`; undefined for a plain dependency. */
  readonly arm?: string | undefined;
};

/** Where a person put a stage: whole numbers, from the corner of the diagram or of the lane that it stands in. */
export type StagePosition = readonly [x: number, y: number];

/** A stage that does not exist yet. Without a `config`, one that says what is to be filled in. */
export type NewStage = {
  readonly id: string;
  readonly component: string;
  readonly name?: string;
  readonly depends_on?: readonly string[];
  readonly config?: JsonObject;
};

/**
 * One thing that a person does to a pipeline, in terms of the pipeline and not of its text. Stages are named by id.
 * Whatever dialect a document is written in, its own spelling is kept; what is added follows its neighbours.
 */
export type PipelineChange =
  /** Adds a stage at the end of `stages`, or behind `behind`; into a list of an owner when `into` is given. */
  | {
      readonly type: 'add_stage';
      readonly stage: NewStage;
      readonly behind?: string;
      readonly into?: ListPlace;
      readonly position?: StagePosition;
    }
  /**
   * Takes stages out, with every entry of `depends_on`, arm and `layout` that names them. Templates that read them stay as
   * they are and become errors with a ghost: nothing dangles silently. With `bridge`, what waited for a deleted stage
   * waits for what that stage waited for.
   */
  | { readonly type: 'delete_stages'; readonly ids: readonly string[]; readonly bridge?: boolean }
  /** Gives a stage another id and rewrites every mention of it: lists, templates (dot and bracket), `layout`, output. */
  | { readonly type: 'rename_stage'; readonly from: string; readonly to: string }
  /** Adds an entry to `depends_on` of `to`, or to a list of `from`. */
  | { readonly type: 'connect'; readonly connection: Connection }
  /** Takes that entry out. */
  | { readonly type: 'disconnect'; readonly connection: Connection }
  /** Both at once, so that one undo takes both back. Refused as a whole when the new one is not legal. */
  | { readonly type: 'reconnect'; readonly connection: Connection; readonly replacement: Connection }
  /** Takes stages out of the scope lists that they stand in and puts them, in order, into `into` before `index`; out of every scope when `into` is undefined. */
  | {
      readonly type: 'move_to_list';
      readonly ids: readonly string[];
      readonly into: ListPlace | undefined;
      readonly index?: number;
    }
  /**
   * Sets one value of a stage by its canonical path (`['config', 'url']`, `['retry', 'max_attempts']`, `['disabled']`,
   * `['name']`), or takes it away when `value` is undefined. The document's own spelling of the key is found or used.
   */
  | {
      readonly type: 'set_stage_value';
      readonly stageId: string;
      readonly path: readonly (string | number)[];
      readonly value: Json | undefined;
    }
  /** The same for the document: `['name']`, `['settings', 'max_parallel']`, `['input_schema']`, `['output_mapping', 'x']`. */
  | {
      readonly type: 'set_document_value';
      readonly path: readonly (string | number)[];
      readonly value: Json | undefined;
    }
  /**
   * Gives a key inside a value another name, such as a header's: of a stage, or of the document without `stageId`. What stands
   * under it stays where and as it is.
   */
  | {
      readonly type: 'rename_key';
      readonly stageId: string | undefined;
      readonly path: readonly (string | number)[];
      readonly to: string;
    }
  /** Gives an outcome another name: a route's; what reads the name (`stages.r.output.route`) is left to the person. */
  | { readonly type: 'rename_arm'; readonly owner: string; readonly from: string; readonly to: string }
  /** Another component; what of the config the new one also has is kept, the rest is taken away. */
  | { readonly type: 'change_component'; readonly stageId: string; readonly component: string }
  /** Writes positions into `layout`; `null` takes one away, so that the stage is laid out automatically again. */
  | { readonly type: 'set_positions'; readonly positions: Readonly<Record<string, StagePosition | null>> }
  /** Copies of stages beside them: ids renamed, references among them rewritten, references to others kept. */
  | { readonly type: 'duplicate_stages'; readonly ids: readonly string[] }
  /**
   * Puts in what `toFragment` made, or any JSON that holds stages (one, a list, a whole document). Ids that are taken are
   * renamed, references inside the fragment rewritten. `position` is where its first stage goes, the others keep their distance.
   */
  | {
      readonly type: 'paste';
      readonly fragment: string;
      readonly into?: ListPlace;
      readonly position?: StagePosition;
    }
  /** Adds the note, or replaces the one with its id. */
  | { readonly type: 'put_note'; readonly note: Note }
  | { readonly type: 'delete_note'; readonly noteId: string };

/** What a change comes to in the text. */
export type ChangePlan =
  | {
      readonly edits: readonly TextEdit[];
      /** What undo says it takes back, as an imperative: `Rename ping to probe`. */
      readonly label: string;
      /** The stages to select afterwards; undefined leaves the selection alone. */
      readonly select: readonly string[] | undefined;
      readonly refusal?: undefined;
    }
  /** Why it cannot be done and what would help, for a person. */
  | { readonly refusal: string; readonly edits?: undefined };
