import { type ConditionTrace, isJsonObject, type Json, type JsonObject } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import { type Choice, type ChoiceContext, defineComponent } from '../component.ts';
import { ComponentError } from '../errors.ts';
import { jsonOf } from '../json-of.ts';
import { idsIn, stageList } from './arms.ts';
import { notExecuted } from './not-executed.ts';

const Route = z.strictObject({
  name: z.string().meta({ title: 'Name', description: 'Shown on the canvas and in the journal.', examples: ['known'] }),
  condition: z.union([z.string(), z.boolean()]).meta({
    title: 'Condition',
    description: 'The first route whose condition is true is taken; one that fails is not.',
    examples: ["{{stages.analyze.output.issue_type == 'OOM'}}"],
  }),
  stages: stageList({ title: 'Stages', description: 'Stages that run only on this route.' }).default([]),
});

/** Takes the first route that fits, or the default. A route that cannot be judged is not taken; no route fails the stage. */
export const router = defineComponent({
  name: 'router',
  title: 'Router',
  description: 'Runs the stages of the first route that fits.',
  category: 'control',
  icon: 'waypoints',
  effect: 'none',
  config: z.strictObject({
    routes: z.union([z.array(Route), z.record(z.string(), z.array(z.string()))]).meta({
      title: 'Routes',
      description: 'A list of routes with conditions, or an object from value to stages.',
      examples: [[{ name: 'otherwise', condition: '{{true}}', stages: ['escalate'] }]],
    }),
    value: z
      .json()
      .optional()
      .meta({
        title: 'Value',
        description: 'Looked up among the routes when these are an object.',
        examples: ['{{stages.classify.output.json.kind}}'],
      }),
    default: stageList({
      title: 'Default',
      description: 'Stages that run when no route fits.',
      examples: [['escalate']],
    }).optional(),
  }),
  output: z.strictObject({
    route: z.string().meta({ title: 'Route', description: 'Name of the route that was taken, or "default".' }),
    stages: z.array(z.string()).meta({ title: 'Stages', description: 'The stages on it.' }),
  }),
  fields: { routes: { policy: 'condition' }, value: { policy: 'lenient' }, default: { policy: 'raw' } },
  failures: [{ type: 'ROUTING', when: 'no route fits and there is no default' }],
  arms: (config) => [
    ...routesIn(config).map(({ name, pointer, stages }) => ({ name, role: 'branch' as const, pointer, stages })),
    ...(config['default'] === undefined
      ? []
      : [{ name: 'default', role: 'branch' as const, pointer: '/default', stages: idsIn(config['default']) }]),
  ],
  choose: (config, context) =>
    isJsonObject(config['routes']) ? chooseByValue(config, context) : chooseByCondition(config, context),
  execute: notExecuted,
});

type ReadRoute = { name: string; condition: Json; stages: readonly string[]; pointer: string };

/** The routes of a config in either form; total, so that the canvas can draw what is half written. */
function routesIn(config: JsonObject): readonly ReadRoute[] {
  const { routes } = config;
  if (isJsonObject(routes)) {
    return Object.entries(routes).map(([name, stages]) => ({
      name,
      condition: null,
      stages: idsIn(stages),
      pointer: `/routes/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    }));
  }
  if (!Array.isArray(routes)) return [];
  return routes.flatMap((route: Json, index) => {
    if (!isJsonObject(route)) return [];
    const { name, condition = null, stages } = route;
    return [
      {
        name: typeof name === 'string' ? name : `route ${index + 1}`,
        condition,
        stages: idsIn(stages),
        pointer: `/routes/${index}/stages`,
      },
    ];
  });
}

function chooseByCondition(config: JsonObject, context: ChoiceContext): Choice {
  const trace: ConditionTrace[] = [];
  for (const { name, condition, stages } of routesIn(config)) {
    const verdict = context.condition(name, condition);
    trace.push(verdict);
    if (verdict.error !== undefined) context.log('warning', `route "${name}" was not taken: ${verdict.error}`);
    if (verdict.result === true) return { arm: name, trace, output: { route: name, stages } };
  }
  return chooseDefault(config, trace, 'none of the conditions is true');
}

function chooseByValue(config: JsonObject, context: ChoiceContext): Choice {
  const verdict = context.value('value', config['value'] ?? null);
  if (verdict.error !== undefined) {
    throw new ComponentError('EXPRESSION', `config.value: ${verdict.error}`, { details: { trace: jsonOf(verdict) } });
  }
  const wanted = typeof verdict.result === 'string' ? verdict.result : JSON.stringify(verdict.result);
  const route = routesIn(config).find(({ name }) => name === wanted);
  if (route) return { arm: route.name, trace: [verdict], output: { route: route.name, stages: route.stages } };
  return chooseDefault(config, [verdict], 'the value is none of those listed');
}

function chooseDefault(config: JsonObject, trace: readonly ConditionTrace[], why: string): Choice {
  if (config['default'] !== undefined) {
    return { arm: 'default', trace, output: { route: 'default', stages: idsIn(config['default']) } };
  }
  throw new ComponentError(
    'ROUTING',
    `no route fits: ${why}. Add a \`default\`, or a last route that is always true.`,
    {
      details: { trace: jsonOf(trace) },
    },
  );
}
