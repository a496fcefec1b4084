import type { z } from 'zod';
import type { FailureType } from './failure.ts';
import type { JsonObject } from './json.ts';

/**
 * What a missing value means in a field (`expressions.md` §5). `raw` fields are never treated as templates.
 * `url`, `header` and `query` are strict and also built by context (`spec.md` §3: host characters, percent-encoding,
 * no CR, LF or NUL); values of a `query` field arrive unencoded, the component encodes them when it appends them.
 * `body` is strict for PUT, PATCH and DELETE and lenient for other methods.
 */
export type FieldPolicy = 'strict' | 'lenient' | 'condition' | 'raw' | 'url' | 'header' | 'query' | 'body';

/** What the engine and the editor may do with secrets in a field; `refuse` is a validation error (prompts, log messages). */
export type SecretPolicy = 'allow' | 'refuse';

/** One field of a component's config. The policy of an object or list holds for every text in it. */
export type FieldRule = {
  readonly policy: FieldPolicy;
  /** Default `allow`. */
  readonly secrets?: SecretPolicy;
  /**
   * Names that exist in this field beside the common ones, e.g. `item` in a filter's condition. They have no value
   * before the component runs, so such a field is not rendered: it arrives as it is written, and the component gives
   * each of its texts to `context.evaluate`, in the mode that `policy` names.
   */
  readonly roots?: readonly string[];
  /** The only names that exist in this field, where even the common ones do not. */
  readonly onlyRoots?: readonly string[];
};

/** The part that a list of stages plays for its owner. */
export type ArmRole = 'branch' | 'try' | 'catch' | 'finally' | 'body';

/**
 * One list of stages that a control stage owns. `name` is the outcome it stands for: `true`, a route's name, `try`,
 * `body`. `pointer` leads from the stage's canonical config to the list (`/routes/0/stages`).
 */
export type Arm = {
  readonly name: string;
  readonly role: ArmRole;
  readonly pointer: string;
  readonly stages: readonly string[];
};

/** One way in which a component's stages fail, beside those that any stage has (time-out, cancel, a broken template). */
export type ComponentFailure = {
  readonly type: FailureType;
  /** When it happens, as half a sentence: `the answer is no JSON although it says so`. */
  readonly when: string;
};

/**
 * All that can be known of a component without running it: names for people, schemas for forms and checks, the rules
 * of its fields. The engine adds `execute` to it; everything here is safe in a browser.
 */
export type ComponentDescription = {
  /** Canonical name, snake_case. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly category: 'request' | 'model' | 'control' | 'data' | 'flow';
  /** Name of a lucide icon, kebab-case. */
  readonly icon: string;
  /** Schema of the config after templates are resolved, with titles, descriptions, defaults and examples. */
  readonly config: z.ZodType;
  readonly output: z.ZodType;
  /** Rules of the config's top-level fields; a field that is not named is `strict`. */
  readonly fields: Readonly<Record<string, FieldRule>>;
  /** The lists of stages in a canonical config; absent for components that own none. Total: never throws, ignores what is ill-formed. */
  readonly arms?: (config: JsonObject) => readonly Arm[];
  /** How its stages fail; default none of its own. */
  readonly failures?: readonly ComponentFailure[];
  /** Whether attempts leave the process; such components are what a simulation replaces. */
  readonly effect: 'none' | 'http' | 'model' | 'time' | 'person';
};

/** The components that a document may use, by canonical name. */
export type ComponentCatalog = ReadonlyMap<string, ComponentDescription>;
