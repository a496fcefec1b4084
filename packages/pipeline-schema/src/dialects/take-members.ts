import { placeOfKey, type Reporter } from '../check/reporter.ts';
import { removeMember, renameKey } from '../text/source-edits.ts';
import { type SourceMember, type SourceObject, toJson } from '../text/source-node.ts';
import { didYouMean, suggest } from '../text/suggest.ts';

/** The members of an object by what they mean: canonical key → the member that was read as it. */
export interface TakenMembers {
  readonly known: Map<string, SourceMember>;
  readonly unknown: readonly SourceMember[];
}

/**
 * Sorts the members of `object` by `canonicalKey` of their written key (undefined for a key that the format does not
 * know). Two spellings of one idea in one object are an error, unless they say the same; the canonical one counts.
 */
export function takeMembers(
  object: SourceObject,
  canonicalKey: (written: string) => string | undefined,
  context: { text: string; reporter: Reporter; what: string },
): TakenMembers {
  const known = new Map<string, SourceMember>();
  const unknown: SourceMember[] = [];
  for (const member of object.byKey.values()) {
    const key = canonicalKey(member.key);
    if (key === undefined) {
      unknown.push(member);
      continue;
    }
    const before = known.get(key);
    if (before === undefined) {
      known.set(key, member);
      continue;
    }
    const [kept, dropped] = member.key === key ? [member, before] : [before, member];
    known.set(key, kept);
    reportConflict(kept, dropped, object, context);
  }
  return { known, unknown };
}

/** Says that two members mean the same thing and differ. */
export function reportConflict(
  kept: SourceMember,
  dropped: SourceMember,
  owner: SourceObject,
  { text, reporter, what }: { text: string; reporter: Reporter; what: string },
): void {
  if (kept.value !== undefined && dropped.value !== undefined) {
    if (JSON.stringify(toJson(kept.value)) === JSON.stringify(toJson(dropped.value))) return;
  }
  reporter.report(
    'conflicting-keys',
    placeOfKey(dropped),
    `${what} says the same thing twice: "${kept.key}" and "${dropped.key}". Keep one of them.`,
    {
      related: [{ message: `"${kept.key}" is the one that counts`, at: placeOfKey(kept) }],
      fixes: [{ title: `Remove "${dropped.key}"`, edits: removeMember(text, owner, dropped) }],
    },
  );
}

/** Reports a key that the format does not know, with what it may have been meant to be. */
export function reportUnknownKey(
  member: SourceMember,
  owner: SourceObject,
  context: {
    text: string;
    reporter: Reporter;
    what: string;
    candidates: Iterable<string>;
    severity?: 'error' | 'warning';
  },
): void {
  const { text, reporter, what, candidates, severity = 'error' } = context;
  const suggestions = suggest(member.key, candidates).filter((each) => !owner.byKey.has(each));
  reporter.report('unknown-key', placeOfKey(member), `${what} has no key "${member.key}".${didYouMean(suggestions)}`, {
    severity,
    fixes: [
      ...suggestions.map((each) => ({ title: `Rename to "${each}"`, edits: renameKey(member, each) })),
      { title: `Remove "${member.key}"`, edits: removeMember(text, owner, member) },
    ],
  });
}
