import { ComponentInfo, isStageId, readPipeline, starterConfig } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { builtinComponents } from './catalog.ts';
import { describeComponent } from './describe-component.ts';

const components = [...builtinComponents.values()].map((component) => [component.name, component] as const);

/** What a new stage of these starts with does as it stands: nothing in it must be filled in. */
const WITHOUT_PLACEHOLDER: ReadonlySet<string> = new Set(['trycatch', 'return']);

describe('builtinComponents', () => {
  it('has each component under its own name', () => {
    expect([...builtinComponents.keys()]).toEqual([...builtinComponents.values()].map(({ name }) => name));
  });

  describe.each(components)('%s', (name, component) => {
    const info = describeComponent(component);
    const properties = Object.entries(
      info.config_schema['properties'] as Record<string, { [keyword: string]: unknown }>,
    );

    it('has a snake_case name that could be an id, and words for people', () => {
      expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(isStageId(name)).toBe(true);
      expect([component.title, component.description].every((text) => /^[A-Z].*[^.]$|^[A-Z].*\.$/.test(text))).toBe(
        true,
      );
    });

    it('describes itself as the API promises', () => {
      expect(ComponentInfo.parse(info)).toEqual(info);
    });

    it('starts a new stage with a config in which nothing is wrong but what is left to be filled in', () => {
      const stages = [{ id: 'new', component: name, config: starterConfig(component, 'new') }];
      const text = JSON.stringify({ name: 'n', version: '1.0.0', stages });
      const { diagnostics } = readPipeline(text, { components: builtinComponents });
      const codes = new Set(diagnostics.map(({ code }) => code));
      expect([...codes]).toEqual(WITHOUT_PLACEHOLDER.has(name) ? [] : ['placeholder']);
    });

    it('takes no key that its schema does not know', () => {
      expect(info.config_schema['additionalProperties']).toBe(false);
    });

    it.each(properties)('gives the form a title, a description and an example for %s', (_key, schema) => {
      expect(schema).toMatchObject({ title: expect.any(String), description: expect.any(String) });
      expect(schema['examples']).toEqual(expect.arrayContaining([expect.anything()]));
    });

    it('has a rule for each field, and for nothing else', () => {
      expect(Object.keys(component.fields).toSorted()).toEqual(properties.map(([key]) => key).toSorted());
    });
  });
});

describe('describeComponent', () => {
  it('shows the defaults of the config and the type of the output', () => {
    const loop = builtinComponents.get('loop');
    if (!loop) return expect.fail('loop is missing');
    expect(describeComponent(loop)).toMatchObject({
      name: 'loop',
      effect: 'none',
      config_schema: {
        type: 'object',
        required: ['items'],
        properties: {
          items: { type: 'array', title: 'Items' },
          batch_size: { type: 'integer', minimum: 1, default: 1 },
        },
      },
      output_schema: { type: 'object', required: ['batches', 'total_items', 'total_batches'] },
      failures: [{ type: 'VALIDATION', when: 'items is missing or no list' }],
    });
  });
});
