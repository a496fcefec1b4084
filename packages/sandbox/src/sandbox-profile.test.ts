import { describe, expect, it } from 'vitest';
import { sandboxProfile } from './sandbox-profile.ts';

const BASE = 'http://127.0.0.1:4010';

describe('sandboxProfile', () => {
  it('sends every host to the sandbox', () => {
    const { http } = sandboxProfile(`${BASE}/`);
    expect(http.rewrite.every(({ to }) => to.startsWith(BASE))).toBe(true);
    expect(http.rewrite.map(({ match }) => match)).toEqual(expect.arrayContaining(['https://*', 'http://*']));
  });

  it('leaves addresses of the sandbox itself alone', () => {
    expect(sandboxProfile(BASE).http.rewrite).toContainEqual({ match: BASE, to: BASE });
  });

  it('has secrets that are long enough to be masked and say that they are fake', () => {
    const values = Object.entries(sandboxProfile(BASE).secrets.values);
    expect(values.filter(([, value]) => value.length < 8)).toEqual([]);
    expect(values.filter(([name, value]) => !name.endsWith('_URL') && !/sandbox/i.test(value))).toEqual([]);
  });

  it('points the model at the sandbox', () => {
    expect(sandboxProfile(BASE).llm.base_url).toBe(`${BASE}/model/v1`);
  });

  it('lets time pass faster, at a speed that can be chosen', () => {
    expect([sandboxProfile(BASE).clock.speed, sandboxProfile(BASE, 1).clock.speed]).toEqual([10, 1]);
  });
});
