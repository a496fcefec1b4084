import type { Draft } from '../model/files/draft.ts';

/**
 * Keeps a draft on disk in this browser, in the place of an earlier one of the same session; it survives a crash of the
 * browser once this resolves.
 * @throws {DOMException} when the browser keeps nothing: a private window, or no room. Say so to the person.
 */
export async function writeDraft(draft: Draft): Promise<void> {
  await change((drafts) => drafts.put(draft));
}

/** Removes a draft; harmless when there is none. */
export async function removeDraft({ pipelineId, sessionId }: Pick<Draft, 'pipelineId' | 'sessionId'>): Promise<void> {
  await change((drafts) => drafts.delete([pipelineId, sessionId]));
}

/** All drafts of one pipeline that this browser keeps, also those of tabs that are open. */
export async function readDrafts(pipelineId: string): Promise<readonly Draft[]> {
  const database = opened ?? (await openDatabase());
  const drafts = database.transaction(STORE).objectStore(STORE);
  // An array sorts behind every text, so the range holds all sessions of the pipeline.
  const request: IDBRequest<Draft[]> = drafts.getAll(IDBKeyRange.bound([pipelineId], [pipelineId, []]));
  return resultOf(request);
}

/** The pipelines that this browser keeps a draft of. */
export async function readDraftedIds(): Promise<ReadonlySet<string>> {
  const database = opened ?? (await openDatabase());
  const keys = await resultOf(database.transaction(STORE).objectStore(STORE).getAllKeys());
  return new Set(keys.map((key) => (key as [pipelineId: string, sessionId: string])[0])); // the key path of the store
}

/** Lets the drafts of a pipeline follow its file to another place; those of the sessions in `exceptOf` stay, because they are being written. */
export async function moveDrafts(
  pipelineId: string,
  { id, path, exceptOf }: { readonly id: string; readonly path: string; readonly exceptOf: ReadonlySet<string> },
): Promise<void> {
  const moved = (await readDrafts(pipelineId)).filter(({ sessionId }) => !exceptOf.has(sessionId));
  for (const draft of moved) {
    await writeDraft({ ...draft, pipelineId: id, base: { ...draft.base, id, path } });
    await removeDraft(draft);
  }
}

const STORE = 'drafts';

let opened: IDBDatabase | undefined;

async function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open('flowmason', 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: ['pipelineId', 'sessionId'] });
  opened = await resultOf(request);
  const forget = (): void => {
    opened?.close();
    opened = undefined;
  };
  // A later version of the editor in another tab may want to change it, or the person clears it.
  opened.onversionchange = forget;
  opened.onclose = forget;
  return opened;
}

async function change(make: (drafts: IDBObjectStore) => void): Promise<void> {
  // Once it is open nothing is waited for: the page may be busy for a second before anything else gets its turn.
  const database = opened ?? (await openDatabase());
  // Strict: told to be there only when the disk has it.
  const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    make(transaction.objectStore(STORE));
  });
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
