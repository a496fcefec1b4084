import { JsonValue, jsonField } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import { defineComponent } from '../component.ts';

const Config = z.strictObject({
  items: z.array(jsonField({ title: 'Item', description: 'Any value.' })).meta({
    title: 'Items',
    description: 'The list to divide.',
    examples: ['{{stages.list-hosts.output.body.hosts}}'],
  }),
  batch_size: z
    .int()
    .min(1)
    .default(1)
    .meta({
      title: 'Batch size',
      description: 'Items per batch; the last batch may have fewer.',
      examples: [10],
    }),
});

/** Divides a list into batches, usually for a `foreach` over them. */
export const loop = defineComponent({
  name: 'loop',
  title: 'Batches',
  description: 'Divides a list into batches.',
  category: 'data',
  icon: 'boxes',
  effect: 'none',
  config: Config,
  output: z.strictObject({
    batches: z.array(z.array(JsonValue)).meta({ title: 'Batches', description: 'The items in order, batch by batch.' }),
    total_items: z.int().meta({ title: 'Items', description: 'How many items there are.' }),
    total_batches: z.int().meta({ title: 'Batches', description: 'How many batches they fill.' }),
  }),
  fields: { items: { policy: 'lenient' }, batch_size: { policy: 'lenient' } },
  failures: [{ type: 'VALIDATION', when: 'items is missing or no list' }],
  async execute({ items, batch_size }) {
    const total_batches = Math.ceil(items.length / batch_size);
    const batches = Array.from({ length: total_batches }, (_, index) =>
      items.slice(index * batch_size, (index + 1) * batch_size),
    );
    return { batches, total_items: items.length, total_batches };
  },
});
