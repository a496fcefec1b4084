import type { Component } from '../component.ts';
import { conditional } from '../control-flow/conditional.ts';
import { foreach } from '../control-flow/foreach.ts';
import { returnStage } from '../control-flow/return.ts';
import { router } from '../control-flow/router.ts';
import { subpipeline } from '../control-flow/subpipeline.ts';
import { trycatch } from '../control-flow/trycatch.ts';
import { filter } from './filter.ts';
import { generator } from './generator.ts';
import { httpRequest } from './http-request.ts';
import { jsonTransform } from './json-transform.ts';
import { logger } from './logger.ts';
import { loop } from './loop.ts';
import { schemaValidate } from './schema-validate.ts';
import { variableSet } from './variable-set.ts';

/** Every component that comes with FlowMason, in the order in which the palette shows them. A new one is one line here. */
const BUILTIN: readonly Component[] = [
  httpRequest,
  generator,
  conditional,
  router,
  trycatch,
  foreach,
  subpipeline,
  returnStage,
  jsonTransform,
  filter,
  schemaValidate,
  variableSet,
  loop,
  logger,
];

/** The components that come with FlowMason, by canonical name. */
export const builtinComponents: ReadonlyMap<string, Component> = new Map(
  BUILTIN.map((component) => [component.name, component]),
);
