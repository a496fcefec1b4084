// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TextDiffView } from './text-diff-view.tsx';

const SAME = Array.from({ length: 40 }, (_, index) => `line ${index}\n`).join('');

beforeEach(() => void vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true));
afterEach(() => vi.unstubAllGlobals());

describe('TextDiffView', () => {
  it('folds what is equal again when the texts are others', async () => {
    const host = document.createElement('div');
    const root = createRoot(host);
    const show = (after: string): Promise<void> =>
      act(async () =>
        root.render(
          <TextDiffView
            before={{ label: 'before', text: `${SAME}a` }}
            after={{ label: 'after', text: SAME + after }}
          />,
        ),
      );
    const foldedCount = (): number => host.querySelectorAll('button').length;
    await show('b');
    await act(async () => host.querySelector('button')?.click());
    expect(foldedCount()).toBe(0);
    await show('b');
    expect(foldedCount()).toBe(0);
    await show('c');
    expect(foldedCount()).toBe(1);
    await act(async () => root.unmount());
  });
});
