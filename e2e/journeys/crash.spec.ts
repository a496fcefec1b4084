import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from '@playwright/test';
import { findTestChromium } from '../support/chromium.ts';
import { EditorPage } from '../support/editor-page.ts';
import { expect, test } from '../support/journey.ts';
import { threeStages, WorkspaceFiles } from '../support/workspace-files.ts';

test('a browser that is killed in mid-edit offers the draft when it comes back', async ({ server }) => {
  test.slow();
  const files = new WorkspaceFiles(server);
  files.write('pipelines/killed', threeStages('killed'));
  const profile = mkdtempSync(join(tmpdir(), 'flowmason-profile-'));
  try {
    const before = await startChromium(profile);
    const editing = await openEditor(before, server.url);
    await editing.stage('second').click();
    const description = editing.stagePanel('second').getByLabel('Description', { exact: true });
    await description.fill('Written just before the lights went out');
    const edited = await editing.exportedText();
    expect(edited).toContain('before the lights went out');
    // A draft is written within a second of the last key; a crash between the two may lose that key and no more.
    await expect.poll(() => keptDrafts(editing)).toEqual([edited]);
    await killChromium(before);

    const after = await startChromium(profile);
    try {
      const editor = await openEditor(after, server.url);
      expect(files.read('pipelines/killed')).toBe(threeStages('killed'));
      const offer = editor.page.getByRole('region', { name: 'Unsaved changes' });
      await offer.getByRole('button', { name: 'Restore' }).click();
      await expect(editor.fileState).toHaveText('unsaved');
      expect(await editor.exportedText()).toBe(edited);
      await editor.button('Save').click();
      await expect(editor.fileState).toHaveText('saved');
      expect(files.read('pipelines/killed')).toBe(edited);
    } finally {
      await after.close();
    }
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
});

/** A Chromium with a profile that outlives it. */
async function startChromium(profile: string): Promise<BrowserContext> {
  const { executablePath, env } = await findTestChromium();
  return chromium.launchPersistentContext(profile, {
    executablePath,
    env: { ...process.env, ...env } as Record<string, string>, // undefined values are left out by the launcher
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'],
    viewport: { width: 1280, height: 800 },
  });
}

/** Ends the browser as a loss of power does, without a word to its pages. */
async function killChromium(context: BrowserContext): Promise<void> {
  const session = await context.browser()?.newBrowserCDPSession();
  const { processInfo = [] } = (await session?.send('SystemInfo.getProcessInfo')) ?? {};
  const browser = processInfo.find(({ type }) => type === 'browser');
  if (!browser) throw new Error('the browser does not name its process');
  const closed = context.waitForEvent('close');
  process.kill(browser.id, 'SIGKILL');
  await closed;
}

async function openEditor(context: BrowserContext, serverUrl: string): Promise<EditorPage> {
  const editor = new EditorPage(await context.newPage());
  await editor.open('pipelines/killed', serverUrl);
  return editor;
}

/** The texts that this browser keeps of what was not saved. */
function keptDrafts({ page }: EditorPage): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const [{ name } = { name: undefined }] = await indexedDB.databases();
    if (name === undefined) return [];
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const stores = Array.from(database.objectStoreNames);
    const drafts = await Promise.all(
      stores.map(
        (store) =>
          new Promise<{ text: string }[]>((resolve, reject) => {
            const request = database.transaction(store).objectStore(store).getAll();
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          }),
      ),
    );
    database.close();
    return drafts.flat().map(({ text }) => text);
  });
}
