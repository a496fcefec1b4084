import type { Json } from '@flowmason/pipeline-schema';
import type { SimulatedAnswers } from './simulated-answer.ts';

/** What the gallery shows of a template before anybody opens it. A test holds `components` and `stageCount` to its pipeline. */
export interface TemplateInfo {
  /** Part of the gallery's address; also the name of the pipeline. */
  readonly id: string;
  readonly title: string;
  /** What it does, in one sentence. */
  readonly summary: string;
  readonly category: TemplateCategory;
  readonly difficulty: 'beginner' | 'intermediate' | 'advanced';
  /** Canonical names, each once, in order of first use. */
  readonly components: readonly string[];
  readonly stageCount: number;
}

/** The groups of the gallery, in the order in which it offers them. */
export const TEMPLATE_CATEGORIES = [
  'DevOps & CI/CD',
  'IT Operations',
  'Customer support',
  'Data',
  'Integration',
  'Patterns',
] as const;
export type TemplateCategory = (typeof TEMPLATE_CATEGORIES)[number];

/** A template in full. */
export type Template = TemplateInfo & TemplateContent;

/** What is loaded when somebody opens a template. */
export interface TemplateContent {
  /** The pipeline document. */
  readonly text: string;
  /** The problem that it solves; one paragraph an entry. */
  readonly problem: readonly string[];
  /** What hurts without it, each as half a sentence with its heading. */
  readonly pains: readonly { readonly title: string; readonly text: string }[];
  /** What can be learned from it, each as a sentence. */
  readonly shows: readonly string[];
  /** Courses that it can take; the first is the one where all goes well. Together they take every arm of every decision. */
  readonly scenarios: readonly [TemplateScenario, ...TemplateScenario[]];
  /** The output of the first scenario. */
  readonly expectedOutput: Json;
}

/** One course that a template can take, with all that its services answer on the way. */
export interface TemplateScenario {
  /** Unique in its template. */
  readonly id: string;
  readonly title: string;
  /** What happens, in a sentence. */
  readonly description: string;
  /** Instead of the pipeline's `sample_input`. */
  readonly input?: Json;
  readonly answers: SimulatedAnswers;
  /** How its simulation ends, and which arm each decision takes; a decision that is not reached is not named. */
  readonly ends: {
    readonly status: 'succeeded' | 'recovered' | 'failed';
    readonly arms: Readonly<Record<string, string>>;
  };
}
