import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { directoryWith } from '../cli/fm.test-support.ts';
import { createAppendFile } from './append-file.ts';

describe('a file that only grows', () => {
  it('holds a line when its promise resolves, also one that is given at the very end of a batch', async () => {
    const path = join(directoryWith({}), 'lines');
    const failures: unknown[] = [];
    const file = createAppendFile({ path, onFailure: (error) => failures.push(error) });
    await file.append('a', true);
    await file.append('b', true);
    expect([readFileSync(path, 'utf8'), failures]).toEqual(['a\nb\n', []]);
  });
});
