import type { DocumentReading } from '../dialects/read-document.ts';
import type { StageReading } from '../dialects/read-stage.ts';
import { readingAt } from './reading-at.ts';
import type { Reporter } from './reporter.ts';
import type { TemplateSite } from './template-sites.ts';

/** The part of a check's context that is made smaller. */
interface Checked {
  readonly document: DocumentReading;
  readonly sites: readonly TemplateSite[];
  readonly reporter: Reporter;
}

/** The stages that a group of checks need not look at again, because it has found nothing in them. */
export class CleanStages {
  readonly #clean = new WeakSet<StageReading>();

  /** Runs `checks` with a document that has only the stages that are not known to be clean. They report inside the stage that they look at. */
  check<Context extends Checked>(context: Context, checks: (context: Context) => void): void {
    const { document, reporter } = context;
    const stages = document.stages.filter((reading) => !this.#clean.has(reading));
    const open = new Set(stages);
    const sites = context.sites.filter(({ owner }: TemplateSite) => owner === undefined || open.has(owner));
    const faulty = new Set<StageReading>();
    checks({
      ...context,
      document: { ...document, stages },
      sites,
      reporter: {
        ...reporter,
        report: (code, at, message, extras) => {
          const reading = readingAt(document.stages, at.start);
          if (reading !== undefined) faulty.add(reading);
          reporter.report(code, at, message, extras);
        },
      },
    });
    for (const reading of stages) if (!faulty.has(reading)) this.#clean.add(reading);
  }
}
