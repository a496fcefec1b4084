import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { componentDocs } from './generate-component-docs.ts';
import { ROOT } from './run-command.ts';

it('docs/components.md is what the schemas of the components say', () => {
  const committed = readFileSync(join(ROOT, 'docs/components.md'), 'utf8');
  const remedy = 'run: node scripts/generate-component-docs.ts > docs/components.md';
  expect(committed, remedy).toBe(componentDocs());
});
