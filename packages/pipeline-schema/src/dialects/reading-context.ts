import type { Expect } from '../check/expect.ts';
import type { Reporter } from '../check/reporter.ts';
import type { NamedComponent } from './component-name.ts';
import type { ReferenceNames } from './stage-references.ts';

/** What all readers of one document share. */
export interface ReadingContext {
  readonly text: string;
  readonly reporter: Reporter;
  readonly expect: Expect;
  readonly nameComponent: (written: string) => NamedComponent;
  readonly names: ReferenceNames;
}
