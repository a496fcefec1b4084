import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writePipeline } from './change-pipeline.ts';
import { listFiles } from './pipeline-files.ts';
import { findProfile, listProfiles } from './profile-files.ts';
import { readStartInside } from './read-inside.ts';
import { createWorkspace } from './workspace.ts';

const FILES: Readonly<Record<string, string>> = {
  'deploy.pipeline.json': '{"name":"Deploy to production","stages":[]}',
  'team/rollback.pipeline.json': '{"name":"rollback","stages":[]}',
  'a/same.pipeline.json': '{"name":"same name"}',
  'b/same.pipeline.json': '{"name":"same name"}',
  'broken.pipeline.json': '{"name": ',
  'notes.json': '{}',
  '.pipeline.json': '{}',
  'profiles/staging.profile.json': '{}',
  'other/staging.profile.json': '{}',
  'other/test.profile.json': '{}',
  '.hidden/kept.profile.json': '{}',
};

let folder: string;
let root: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fm-workspace-'));
  root = join(folder, 'inside');
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  await symlink(join(root, 'notes.json'), join(root, 'linked.profile.json'));
  await writeFile(join(folder, 'outside.pipeline.json'), '{"name":"outside"}');
});
afterAll(() => rm(folder, { recursive: true }));

async function pathOf(reference: string): Promise<string | undefined> {
  return (await createWorkspace(root).findPipelineFile(reference))?.path;
}

describe('findPipelineFile', () => {
  it.each([
    ['its id', 'team/rollback', 'team/rollback.pipeline.json'],
    ['its path', './team/rollback.pipeline.json', 'team/rollback.pipeline.json'],
    ['its file name', 'rollback', 'team/rollback.pipeline.json'],
    ['the name inside it', 'Deploy to production', 'deploy.pipeline.json'],
    ['the file name of a document that is broken', 'broken', 'broken.pipeline.json'],
  ])('finds a file by %s', async (_, reference, path) => {
    expect(await pathOf(reference)).toBe(path);
  });

  it.each(['nothing', '', '../outside', '../outside.pipeline.json', '/etc/passwd', 'team', 'a\0b', '.'])(
    'finds nothing for "%s"',
    async (reference) => {
      expect(await pathOf(reference)).toBeUndefined();
    },
  );

  it('finds a file by its absolute path inside the workspace', async () => {
    expect(await pathOf(join(root, 'deploy.pipeline.json'))).toBe('deploy.pipeline.json');
  });

  it.each(['same', 'same name'])('refuses "%s", which several bear, and lists them', async (reference) => {
    await expect(pathOf(reference)).rejects.toMatchObject({
      code: 'pipeline_ambiguous',
      message: expect.stringContaining('a/same.pipeline.json, b/same.pipeline.json'),
    });
  });
});

/** A directory mounted as Kubernetes does it, with links in it that lead elsewhere. */
async function mountedRoot(): Promise<string> {
  const mounted = await mkdtemp(join(folder, 'mounted-'));
  await mkdir(join(mounted, '..2026_11_22'));
  await mkdir(join(mounted, '.flowmason'));
  await symlink('..2026_11_22', join(mounted, '..data'));
  for (const name of ['a.pipeline.json', 'b.profile.json']) {
    await writeFile(join(mounted, '..2026_11_22', name), '{"name":"mounted"}');
    await symlink(join('..data', name), join(mounted, name));
  }
  await writeFile(join(mounted, '.flowmason', 'kept.pipeline.json'), '{}');
  await writeFile(join(mounted, 'notes.json'), '{}');
  for (const ending of ['pipeline.json', 'profile.json']) {
    await writeFile(join(folder, `outside.${ending}`), '{"name":"outside"}');
    await symlink(join(folder, `outside.${ending}`), join(mounted, `out.${ending}`));
    await symlink('notes.json', join(mounted, `other.${ending}`));
    await symlink(`nowhere.${ending}`, join(mounted, `broken.${ending}`));
    await symlink(`circle.${ending}`, join(mounted, `circle.${ending}`));
  }
  await symlink('.flowmason/kept.pipeline.json', join(mounted, 'kept.pipeline.json'));
  await symlink(folder, join(mounted, 'folder'));
  return mounted;
}

describe.skipIf(process.platform === 'win32')('a workspace of links', () => {
  it('has the files that links inside it lead to, and no others', async () => {
    const mounted = await mountedRoot();
    const workspace = createWorkspace(mounted);
    expect((await workspace.listPipelines()).map(({ id, text }) => [id, text])).toEqual([['a', '{"name":"mounted"}']]);
    expect((await listProfiles(mounted)).map(({ name, text }) => [name, text])).toEqual([['b', '{"name":"mounted"}']]);
  });

  it('finds them by name, and none of the others', async () => {
    const mounted = await mountedRoot();
    expect((await createWorkspace(mounted).findPipelineFile('a'))?.text).toBe('{"name":"mounted"}');
    expect((await findProfile(mounted, 'b'))?.text).toBe('{"name":"mounted"}');
    for (const reference of ['out', 'other', 'broken', 'circle', 'kept', 'folder/outside', '..data/a']) {
      expect(await createWorkspace(mounted).findPipelineFile(reference), reference).toBeUndefined();
      expect(await findProfile(mounted, reference), reference).toBeUndefined();
    }
  });

  it('reads the new content when what they lead to is exchanged', async () => {
    const mounted = await mountedRoot();
    const workspace = createWorkspace(mounted);
    await workspace.findPipelineFile('a');
    await mkdir(join(mounted, '..2026_11_23'));
    await writeFile(join(mounted, '..2026_11_23', 'a.pipeline.json'), '{"name":"new"}');
    await symlink('..2026_11_23', join(mounted, '..data_tmp'));
    await rename(join(mounted, '..data_tmp'), join(mounted, '..data'));
    expect((await workspace.findPipelineFile('a'))?.text).toBe('{"name":"new"}');
  });

  it('is there when it is a link itself', async () => {
    const link = join(folder, 'root-link');
    await symlink(await mountedRoot(), link);
    expect((await createWorkspace(link).findPipelineFile('a'))?.id).toBe('a');
  });
});

describe('readStartInside', () => {
  it('judges the file that it has opened, also when its place is taken while it reads', async () => {
    const place = await mkdtemp(join(folder, 'swap-'));
    const path = join(place, 'a.pipeline.json');
    await symlink(join(folder, 'outside.pipeline.json'), join(place, 'b'));
    let isOver = false;
    const swapping = (async () => {
      while (!isOver) {
        await writeFile(join(place, 'c'), 'inside');
        await rename(join(place, 'c'), path);
        await symlink(join(folder, 'outside.pipeline.json'), join(place, 'd'));
        await rename(join(place, 'd'), path);
      }
    })();
    const seen = new Set<string | undefined>();
    for (let count = 0; count < 300; count++) {
      seen.add((await readStartInside(place, 'a.pipeline.json'))?.bytes.toString());
    }
    isOver = true;
    await swapping;
    expect([...seen].filter((text) => text !== undefined && text !== 'inside')).toEqual([]);
    expect(seen).toContain('inside');
  });
});

describe('writePipeline', () => {
  const write = (id: string) => writePipeline({ root, id, text: '{}', expect: undefined });

  it('refuses to write over a folder, and names it', async () => {
    await mkdir(join(root, 'taken.pipeline.json'));
    await expect(write('taken')).rejects.toThrow(/^At taken\.pipeline\.json stands a folder/);
  });

  it('refuses to write over a link that leads out of the workspace, and leaves what it leads to', async () => {
    await symlink(join(folder, 'outside.pipeline.json'), join(root, 'leads-out.pipeline.json'));
    await expect(write('leads-out')).rejects.toThrow(/stands a link that leads out of the workspace/);
    expect(await readFile(join(folder, 'outside.pipeline.json'), 'utf8')).toBe('{"name":"outside"}');
  });

  it.skipIf(process.platform === 'win32')('waits for nobody at a named pipe', async () => {
    execFileSync('mkfifo', [join(root, 'pipe.pipeline.json')]);
    await expect(write('pipe')).rejects.toThrow(/stands something that is no file/);
    expect(await pathOf('pipe')).toBeUndefined();
  });
});

describe('listPipelines', () => {
  it('gives all pipeline files by path', async () => {
    const files = await createWorkspace(root).listPipelines();
    expect(files.map(({ id }) => id)).toEqual(['a/same', 'b/same', 'broken', 'deploy', 'team/rollback']);
  });

  it('says what to do when the workspace is not there', async () => {
    await expect(createWorkspace(join(root, 'nowhere')).listPipelines()).rejects.toMatchObject({
      code: 'request_invalid',
      message: expect.stringMatching(/nowhere is not a directory.*--workspace.*fm init/),
    });
  });

  it('refuses a workspace that is far too large to be one', async () => {
    await expect(listFiles(root, '.json', 2)).rejects.toMatchObject({ code: 'limit_exceeded' });
  });

  it('says the same when the workspace is a file', async () => {
    await expect(createWorkspace(join(root, 'notes.json')).listPipelines()).rejects.toMatchObject({
      code: 'request_invalid',
    });
  });
});

describe('findProfile', () => {
  it.each([
    ['profiles/staging', 'profiles/staging'],
    ['other/test.profile.json', 'other/test'],
    ['test', 'other/test'],
    ['notes.json', undefined],
    ['deploy.pipeline.json', undefined],
    ['deploy.pipeline', undefined],
    ['.hidden/kept.profile.json', undefined],
    ['.hidden/kept', undefined],
    ['linked', undefined],
    ['staging', undefined],
    ['prod', undefined],
    ['../outside.pipeline.json', undefined],
    ['/etc/hosts.json', undefined],
  ])('for %s finds %s', async (reference, name) => {
    expect((await findProfile(root, reference))?.name).toBe(name);
  });
});
