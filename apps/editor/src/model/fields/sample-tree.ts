import type { Json } from '@flowmason/pipeline-schema';

/** A value in the making: which members it has to have, and what they could be. */
export class SampleTree {
  readonly #members = new Map<string | number, SampleTree>();
  #value: Json | undefined;
  #isWeak = true;
  #isList = false;

  /** The tree at `path`, made where there is none. */
  place(path: readonly (string | number)[]): SampleTree {
    const [step, ...rest] = path;
    if (step === undefined) return this;
    // Positions all stand for one item: a sample with one of each kind is enough.
    const key = typeof step === 'number' ? 0 : step;
    const member = this.#members.get(key) ?? new SampleTree();
    this.#members.set(key, member);
    return member.place(rest);
  }

  /** The tree of a member that somebody reads. */
  at(name: string): SampleTree | undefined {
    return this.#members.get(name);
  }

  /** The first value that is suggested stays, unless it was a weak one. */
  suggest(value: Json, { isWeak = false } = {}): void {
    if (this.#value !== undefined && (isWeak || !this.#isWeak)) return;
    this.#value = value;
    this.#isWeak = isWeak;
  }

  addList(): void {
    this.#isList = true;
  }

  /** The same without some of its members. */
  without(names: readonly string[]): SampleTree {
    const tree = new SampleTree();
    for (const [key, member] of this.#members) if (!names.includes(String(key))) tree.#members.set(key, member);
    return tree;
  }

  /** The value; `name` is what it is called, which tells what it could be. Undefined when nobody reads anything of it. */
  toJson(name = ''): Json | undefined {
    if (this.#members.has(0)) return [this.#members.get(0)?.toJson(name) ?? guess(name)];
    if (this.#members.size > 0) {
      const members = [...this.#members].map(([key, member]) => [
        key,
        member.toJson(String(key)) ?? guess(String(key)),
      ]);
      return Object.fromEntries(members);
    }
    if (this.#isList) return [];
    return this.#value;
  }
}

/** A value of the likely type for a member of this name. */
function guess(name: string): Json {
  if (/(^is_|^has_|passed|success|healthy|valid|enabled|^ok$)/i.test(name)) return true;
  if (/(count|total|number|size|amount|percent|minutes|seconds|_ms$|replicas|age)/i.test(name)) return 1;
  if (/(_at$|time|date)/i.test(name)) return '2026-01-05T09:00:00Z';
  if (/(url|link|href)/i.test(name)) return 'https://example.com';
  if (/(items|list|entries|results)$/i.test(name)) return [];
  return name === '' ? {} : `sample ${name.replaceAll('_', ' ')}`;
}
