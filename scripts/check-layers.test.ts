import { describe, expect, it } from 'vitest';
import { checkLayers } from './check-layers.ts';
import { LAYER_RULES } from './layer-rules.ts';

const PACKAGES = new Map([
  ['', new Set<string>()],
  ['packages/pipeline-schema/', new Set(['zod', 'react', '@flowmason/engine'])],
  ['packages/engine/', new Set(['zod', 'express', '@flowmason/pipeline-schema'])],
  ['packages/sandbox/', new Set(['@flowmason/engine', '@flowmason/pipeline-schema'])],
  ['packages/templates/', new Set(['@flowmason/engine', '@flowmason/sandbox'])],
  ['apps/runner-api/', new Set(['express', '@flowmason/engine', '@flowmason/pipeline-schema'])],
  ['apps/editor/', new Set(['react', 'zustand', '@flowmason/engine', '@flowmason/pipeline-schema'])],
]);

/** Rules that fire for `file` with `text`; the other files stand there to be imported. */
function rulesBrokenBy(file: string, text: string, others: Record<string, string> = {}): readonly string[] {
  return checkLayers(new Map(Object.entries({ ...others, [file]: text })), PACKAGES).map(({ rule }) => rule);
}

/** One planted offence for each layer rule. */
const PLANTED: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['pipeline-schema is pure', 'packages/pipeline-schema/src/a.ts', "import 'node:fs';"],
  ['pipeline-schema is pure', 'packages/pipeline-schema/src/a.ts', "import { x } from '@flowmason/engine';"],
  ['engine is pure of I/O', 'packages/engine/src/a.ts', "import e from 'express';"],
  ['engine is pure of I/O', 'packages/engine/src/a.ts', "const fs = await import('node:fs');"],
  ['a component knows', 'packages/engine/src/components/a.ts', "import { b } from './b.ts';"],
  ['a component knows', 'packages/engine/src/components/a.ts', "import { b } from '../decide.ts';"],
  ['sandbox knows only the schema', 'packages/sandbox/src/a.ts', "import type { x } from '@flowmason/engine';"],
  ['templates know the engine', 'packages/templates/src/a.ts', "import { x } from '@flowmason/sandbox';"],
  [
    'an app knows packages by their root',
    'apps/editor/src/app/a.ts',
    "import { x } from '@flowmason/engine/src/x.ts';",
  ],
  [
    'an app knows packages by their root',
    'apps/editor/src/app/a.ts',
    "import { x } from '../../../runner-api/src/x.ts';",
  ],
  ['an adapter of the runner', 'apps/runner-api/src/journal/a.ts', "import { x } from '../http/x.ts';"],
  ['an adapter of the runner', 'apps/runner-api/src/effects/a.ts', "import { x } from '../journal/x.ts';"],
  ['http and cli of the runner', 'apps/runner-api/src/http/a.ts', "import { x } from '../cli/x.ts';"],
  ['http and cli of the runner', 'apps/runner-api/src/cli/a.ts', "import { x } from '../effects/x.ts';"],
  ['editor model/ is pure', 'apps/editor/src/model/a.ts', "import { useState } from 'react';"],
  ['editor store/ and api/', 'apps/editor/src/store/a.ts', "import { x } from '../api/x.ts';"],
  ['editor store/ and api/', 'apps/editor/src/api/a.ts', "import { x } from '../features/runs/x.ts';"],
  ['an editor feature knows', 'apps/editor/src/features/runs/a.tsx', "import { x } from '../canvas/x.tsx';"],
  ['editor ui/ knows React', 'apps/editor/src/ui/a.tsx', "import { x } from '@flowmason/pipeline-schema';"],
];

describe('checkLayers', () => {
  it.each(PLANTED)('reports an offence against "%s" in %s', (rule, file, text) => {
    expect(rulesBrokenBy(file, text)).toContainEqual(expect.stringMatching(`^${rule.replaceAll('/', '\\/')}`));
  });

  it('has a planted offence for every layer rule', () => {
    const without = LAYER_RULES.filter(({ name }) => !PLANTED.some(([rule]) => name.startsWith(rule)));
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it('reports an import cycle even when it is made of types', () => {
    const others = { 'packages/engine/src/b.ts': "import type { a } from './a.ts';" };
    expect(rulesBrokenBy('packages/engine/src/a.ts', "import type { b } from './b.ts';", others)).toEqual([
      'no import cycles, types included',
    ]);
  });

  it('reports a package that the package.json does not declare', () => {
    expect(rulesBrokenBy('apps/editor/src/app/a.ts', "import x from 'lodash';")).toEqual([
      'a package.json declares what its package imports',
    ]);
  });

  it('reports a test that something else imports', () => {
    const others = { 'packages/engine/src/b.test.ts': '' };
    expect(rulesBrokenBy('packages/engine/src/a.ts', "import './b.test.ts';", others)).toEqual([
      'nothing but tests imports tests',
    ]);
  });

  it('reports an import that leads nowhere', () => {
    expect(rulesBrokenBy('packages/engine/src/a.ts', "import './gone.ts';")).toEqual(['an import leads to a file']);
  });

  it.each(['fetch("x");', 'Date.now();', 'new Date();', 'setTimeout(f, 1);', 'Math.random();', 'process.exit();'])(
    'reports the global in %s inside the engine',
    (text) => {
      expect(rulesBrokenBy('packages/engine/src/a.ts', text)).toEqual(['pure packages use their ports, no global']);
    },
  );

  it('accepts what the layers allow', () => {
    const others = { 'packages/engine/src/b.ts': '' };
    const text = "import { z } from 'zod'; import { b } from './b.ts'; const at = new Date(0); ctx.fetch(at);";
    expect(rulesBrokenBy('packages/engine/src/a.ts', text, others)).toEqual([]);
  });
});
