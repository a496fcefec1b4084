import { isMaskable } from '@flowmason/pipeline-schema';
import { RunnerError } from '../runner-error.ts';
import { createMaskerOf, type Masker, type NamedValue } from './masker.ts';
import type { SecretSnapshot } from './read-secrets.ts';
import { createSecretFinder } from './secret-finder.ts';
import type { SecretStore } from './secret-store.ts';
import { type SpelledSecret, spellSecret } from './spell-secret.ts';

/**
 * The secret values that this process has met, which is what it hides. A value is hidden from before it is first used until
 * the process ends, also when it is replaced or removed meanwhile; those that came with one run, until some time after its end.
 */
export interface KnownSecrets {
  /** What is stored now; its values are known from then on. Without a store there is nothing. */
  stored(): SecretSnapshot;
  /** Adds values that any run may read, or that no run may read. */
  note(values: Readonly<Record<string, string>>): void;
  /** Hides everything that is known: for what does not belong to one run. */
  masker(): Masker;
  /** Hides what is known without the values that runs bring along, which whoever starts a run can choose. */
  commonMasker(): Masker;
  /**
   * Adds the values that one run brings along.
   * @throws {RunnerError} `overloaded` when open runs have so many or so long ones that there is no room for more.
   */
  lend(own: readonly NamedValue[]): LentSecrets;
}

/** What one run knows: its own secrets and everybody's. */
export interface LentSecrets {
  masker(): Masker;
  /** Every value that stands or stood for a name. */
  valuesOf(name: string): readonly string[];
  /** Grows whenever a value becomes known to all runs. */
  version(): number;
  /** The run has ended. Harmless when called twice. */
  release(): void;
}

/** Runs whose own values are hidden for a while after their end: what is told of them may come late. */
const MAX_RECENT = 100;
/** Of values so long that their spellings have more characters, fewer runs are remembered. */
const MAX_RECENT_CHARS = 20_000_000;

/** Of all runs that are open; a value that several of them have counts once. */
const MAX_LENT_CHARS = 100_000_000;

/** A value that another process stores is masked after so long at the latest, and in any case before a run reads it. */
const GLANCE_MS = 100;

/** What a key of the store is called where it is hidden. */
export const KEY_NAME = 'FM_ENCRYPTION_KEY';

const NOTHING: SecretSnapshot = { secrets: new Map(), problem: undefined, isUnreadable: false, keyTexts: [] };

/**
 * Knows the values of `store`, when there is one, as soon as anybody looks at it. All spellings of the values of open runs
 * together have `maxLentChars` at most, those of runs that have ended `maxRecentChars`.
 */
export function createKnownSecrets(
  store: SecretStore | undefined,
  { maxLentChars = MAX_LENT_CHARS, maxRecentChars = MAX_RECENT_CHARS } = {},
): KnownSecrets {
  const common = new Map<string, NamedValue>();
  const ofAllRuns = createSecretFinder();
  const ofRuns = createSecretFinder();
  const commonMasker = createMaskerOf([ofAllRuns]);
  const masker = createMaskerOf([ofAllRuns, ofRuns]);
  const recent: (readonly SpelledSecret[])[] = [];
  let recentChars = 0;
  const lent = new Map<SpelledSecret['spellings'], number>();
  let lentChars = 0;
  let version = 0;
  let seen: SecretSnapshot | undefined;

  const add = (name: string, value: string): void => {
    if (!isMaskable(value) || common.has(keyOf([name, value]))) return;
    common.set(keyOf([name, value]), [name, value]);
    ofAllRuns.add(spellSecret(name, value));
    version += 1;
  };
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  const stored = (): SecretSnapshot => {
    lookedAtMs = performance.now();
    const snapshot = store?.look() ?? NOTHING;
    if (snapshot === seen) return snapshot;
    for (const { name, value, retired } of snapshot.secrets.values()) {
      for (const one of [value, ...retired]) if (one !== undefined) add(name, one);
    }
    for (const text of snapshot.keyTexts) add(KEY_NAME, text);
    seen = snapshot;
    return snapshot;
  };
  /** For what is masked many times in a millisecond. */
  const glance = (): void => {
    if (performance.now() - lookedAtMs > GLANCE_MS) stored();
  };
  const forgetOldest = (): void => {
    while (recent.length > MAX_RECENT || (recent.length > 1 && recentChars > maxRecentChars)) {
      const oldest = recent.shift() ?? [];
      recentChars -= charsOf(oldest);
      for (const secret of oldest) ofRuns.remove(secret);
    }
  };
  const countLent = ({ spellings, charCount }: SpelledSecret, by: 1 | -1): void => {
    const before = lent.get(spellings) ?? 0;
    if (before + by > 0) lent.set(spellings, before + by);
    else lent.delete(spellings);
    if (before === 0 || before + by === 0) lentChars += by * charCount;
  };
  stored();

  return {
    stored,
    note(values) {
      for (const [name, value] of Object.entries(values)) add(name, value);
    },
    masker() {
      glance();
      return masker;
    },
    commonMasker() {
      glance();
      return commonMasker;
    },
    lend(given) {
      stored();
      const own = given.filter((one) => isMaskable(one[1]) && !common.has(keyOf(one)));
      const spelled = own.map(([name, value]) => spellSecret(name, value));
      if (spelled.length > 0 && lentChars + charsOf(spelled) > maxLentChars) throw tooManyLent();
      const ofRun = createSecretFinder();
      for (const secret of spelled) {
        countLent(secret, 1);
        ofRun.add(secret);
        ofRuns.add(secret);
      }
      const runMasker = own.length === 0 ? commonMasker : createMaskerOf([ofAllRuns, ofRun]);
      let isReleased = own.length === 0;
      return {
        masker() {
          glance();
          return runMasker;
        },
        valuesOf: (name) => [...common.values(), ...own].filter(([known]) => known === name).map(([, value]) => value),
        version: () => version,
        release() {
          if (isReleased) return;
          isReleased = true;
          for (const secret of spelled) countLent(secret, -1);
          recent.push(spelled);
          recentChars += charsOf(spelled);
          forgetOldest();
        },
      };
    },
  };
}

function tooManyLent(): RunnerError {
  const message =
    'The secrets that open runs have brought along are so long that there is no room for more. Wait until some of these runs have ended, or store the secrets ("fm secret set"): those are kept once.';
  return new RunnerError('overloaded', message);
}

function charsOf(secrets: readonly SpelledSecret[]): number {
  return secrets.reduce((sum, { charCount }) => sum + charCount, 0);
}

function keyOf([name, value]: NamedValue): string {
  return `${name}\0${value}`;
}
