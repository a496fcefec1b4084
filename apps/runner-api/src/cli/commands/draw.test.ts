import { describe, expect, it } from 'vitest';
import { directoryWith, fm, GOOD_DOCUMENT } from '../fm.test-support.ts';

const GHOSTLY = {
  ...GOOD_DOCUMENT,
  stages: [{ id: 'check', component: 'conditional', config: { condition: '{{ true }}', if_true: ['ship'] } }],
};

describe('fm graph', () => {
  it('writes a flowchart', async () => {
    const cwd = directoryWith({ 'a.json': GOOD_DOCUMENT });
    expect(await fm(['graph', 'a.json'], { cwd })).toEqual({
      code: 0,
      stdout: 'flowchart LR\n  accTitle: Pipeline greet\n  say["say<br/>logger"]\n',
      stderr: '',
    });
  });

  it('draws a document with errors, ghosts included, and says that there are errors', async () => {
    const { code, stdout, stderr } = await fm(['graph', 'a.json'], { cwd: directoryWith({ 'a.json': GHOSTLY }) });
    expect([code, stderr.includes('a.json has 1 error')]).toEqual([0, true]);
    expect(stdout).toContain('  check -->|"true"| ship\n');
    expect(stdout).toContain('  ship["ship<br/>not defined"]:::ghost\n');
  });

  it('finds a document by its name, here and in pipelines/', async () => {
    const cwd = directoryWith({ 'pipelines/greet.pipeline.json': GOOD_DOCUMENT, 'other.pipeline.json': GOOD_DOCUMENT });
    expect((await fm(['graph', 'greet'], { cwd })).code).toBe(0);
    expect((await fm(['graph', 'other'], { cwd })).code).toBe(0);
  });

  it('exits with 2 and the findings when there is nothing to draw', async () => {
    const cwd = directoryWith({ 'a.json': '{"name": 1' });
    const { code, stdout, stderr } = await fm(['graph', 'a.json'], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^a\.json:1:\d+: error: /);
  });

  it('wraps the text in JSON for machines', async () => {
    const { stdout } = await fm(['graph', 'a.json', '--json'], { cwd: directoryWith({ 'a.json': GOOD_DOCUMENT }) });
    expect(JSON.parse(stdout)).toEqual({ mermaid: expect.stringMatching(/^flowchart LR\n/) });
  });
});

describe('fm gantt', () => {
  it('writes the plan of a document in milliseconds', async () => {
    const { code, stdout } = await fm(['gantt', 'a.json'], { cwd: directoryWith({ 'a.json': GOOD_DOCUMENT }) });
    expect(code).toBe(0);
    expect(stdout).toContain('    dateFormat x\n');
    expect(stdout).toContain('    say :crit, 0, 100\n');
  });

  it('says of a run that no server can be asked for it', async () => {
    const { code, stderr } = await fm(['gantt', 'r1', '--server', 'http://127.0.0.1:9'], { cwd: directoryWith({}) });
    expect(code).toBe(2);
    expect(stderr).toContain('No FlowMason server answers at http://127.0.0.1:9');
  });
});

describe('fm normalise', () => {
  it('writes the canonical form and leaves the file alone', async () => {
    const cwd = directoryWith({
      'a.json': {
        name: 'a',
        version: '1.0.0',
        stages: [{ id: 'say', type: 'Logger@2', input_mapping: { message: 'hi' } }],
      },
    });
    const { code, stdout } = await fm(['normalise', 'a.json'], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      stages: [{ id: 'say', component: 'logger', config: { message: 'hi' } }],
    });
  });

  it('exits with 2 when something would be lost', async () => {
    const cwd = directoryWith({ 'a.json': '{"name": "a", "name": "b", "stages": []}' });
    const { code, stdout, stderr } = await fm(['normalise', 'a.json'], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('[duplicate-key]');
  });
});

describe('fm schema', () => {
  it('writes a JSON Schema that knows the components', async () => {
    const { code, stdout } = await fm(['schema']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ $schema: expect.any(String) });
    expect(stdout).toContain('http_request');
  });
});
