import { compileTemplate, type Json, type JsonObject, JsonValue, jsonField } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import { type ComponentContext, defineComponent, SkipSignal } from '../component.ts';
import { ComponentError } from '../errors.ts';

const Config = z.strictObject({
  data: jsonField({
    title: 'Data',
    description: 'A list to choose from, or a single value to let pass or not.',
    examples: ['{{stages.list-pods.output.body.items}}'],
  }),
  condition: z.union([z.string().min(1), z.boolean()]).meta({
    title: 'Condition',
    description:
      'True for what may pass. A condition that names `item` or `index` is asked for each item of a list; one that does not is asked once, about `data` as a whole.',
    examples: ["{{item.status == 'Running'}}", '{{data.replicas > 0}}'],
  }),
  on_fail: z
    .enum(['continue', 'skip', 'fail'])
    .default('continue')
    .meta({
      title: 'If nothing passes',
      description:
        '"continue" succeeds with passed: false, "skip" skips this stage and what depends on it, "fail" fails it with VALIDATION.',
      examples: ['skip'],
    }),
});

/** Lets items of a list, or one value as a whole, pass by a condition. */
export const filter = defineComponent({
  name: 'filter',
  title: 'Filter',
  description: 'Keeps the items that meet a condition, or lets a value pass or not.',
  category: 'data',
  icon: 'filter',
  effect: 'none',
  config: Config,
  output: z.strictObject({
    passed: z.boolean().meta({ title: 'Passed', description: 'True when at least one item, or the value, passed.' }),
    data: JsonValue.meta({
      title: 'Data',
      description: 'The items that passed, in their order; of a single value itself, or null when it did not pass.',
    }),
    filtered_count: z.int().meta({ title: 'Filtered out', description: 'How many did not pass.' }),
  }),
  fields: {
    data: { policy: 'lenient' },
    condition: { policy: 'condition', roots: ['item', 'index', 'data'] },
    on_fail: { policy: 'lenient' },
  },
  failures: [
    { type: 'VALIDATION', when: 'nothing passes and on_fail is "fail"' },
    { type: 'EXPRESSION', when: 'the condition gives no boolean, or reads something that is not there' },
  ],
  async execute({ data, condition, on_fail }, context) {
    const result = Array.isArray(data) ? filterList(data, condition, context) : filterValue(data, condition, context);
    if (result.passed || on_fail === 'continue') return result;
    const message = Array.isArray(data)
      ? `none of ${data.length} items passed config.condition`
      : 'the data did not pass config.condition';
    if (on_fail === 'skip') throw new SkipSignal(message);
    throw new ComponentError('VALIDATION', message, { details: result, retryable: false });
  },
});

type Condition = string | boolean;
type Filtered = { readonly passed: boolean; readonly data: Json; readonly filtered_count: number };

function filterList(data: readonly Json[], condition: Condition, context: ComponentContext): Filtered {
  if (!readsItems(condition)) {
    const passed = isMet(condition, { data }, context);
    return { passed, data: passed ? data : [], filtered_count: passed ? 0 : data.length };
  }
  const kept = data.filter((item, index) => isMet(condition, { item, index, data }, context, index));
  return { passed: kept.length > 0, data: kept, filtered_count: data.length - kept.length };
}

function filterValue(data: Json, condition: Condition, context: ComponentContext): Filtered {
  const passed = isMet(condition, { item: data, index: 0, data }, context);
  return { passed, data: passed ? data : null, filtered_count: passed ? 0 : 1 };
}

function readsItems(condition: Condition): boolean {
  if (typeof condition === 'boolean') return false;
  return compileTemplate(condition).refs.some(({ root }) => root === 'item' || root === 'index');
}

/** An error is neither yes nor no: the stage fails, and says at which item. */
function isMet(condition: Condition, names: JsonObject, context: ComponentContext, index?: number): boolean {
  if (typeof condition === 'boolean') return condition;
  try {
    return context.evaluate(condition, 'condition', names) === true;
  } catch (error) {
    if (index === undefined || !(error instanceof ComponentError)) throw error;
    const details = { index, ...(error.details !== undefined && { cause: error.details }) };
    throw new ComponentError(error.type, `at item ${index}: ${error.message}`, {
      details,
      retryable: false,
      cause: error,
    });
  }
}
