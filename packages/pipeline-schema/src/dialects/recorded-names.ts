import type { ReferenceNames } from './stage-references.ts';

/** The names of a document, with a record of what a reader wanted to know of them. */
export class RecordedNames implements ReferenceNames {
  #names: ReferenceNames;
  readonly #answers: { readonly about: 'isStage' | 'isRoot'; readonly name: string; readonly answer: boolean }[] = [];

  constructor(names: ReferenceNames) {
    this.#names = names;
  }

  isStage(name: string): boolean {
    return this.#ask('isStage', name);
  }

  isRoot(name: string): boolean {
    return this.#ask('isRoot', name);
  }

  /** Whether all questions get the same answers from `names`; if so, it answers from now on. */
  moveTo(names: ReferenceNames): boolean {
    const isSame = this.#answers.every(({ about, name, answer }) => names[about](name) === answer);
    if (isSame) this.#names = names;
    return isSame;
  }

  #ask(about: 'isStage' | 'isRoot', name: string): boolean {
    const answer = this.#names[about](name);
    this.#answers.push({ about, name, answer });
    return answer;
  }
}
