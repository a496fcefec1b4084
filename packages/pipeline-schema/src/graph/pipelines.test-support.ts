import { z } from 'zod';
import type { Arm, ComponentCatalog, ComponentDescription } from '../component.ts';
import type { JsonObject } from '../json.ts';
import type { Pipeline, Stage } from '../pipeline.ts';

/** Control components reduced to their lists, for tests of the graph. */
export const graphCatalog: ComponentCatalog = new Map(
  [
    describe('task', () => []),
    describe('conditional', (config) => [
      { name: 'true', role: 'branch', pointer: '/if_true', stages: list(config['if_true']) },
      { name: 'false', role: 'branch', pointer: '/if_false', stages: list(config['if_false']) },
    ]),
    describe('router', (config) =>
      (Array.isArray(config['routes']) ? config['routes'] : []).map((route, index) => ({
        name: String(route.name),
        role: 'branch',
        pointer: `/routes/${index}/stages`,
        stages: list(route.stages),
      }))),
    describe('trycatch', (config) =>
      (['try', 'catch', 'finally'] as const).map((role) => ({
        name: role,
        role,
        pointer: `/${role}`,
        stages: list(config[role]),
      }))),
    describe('foreach', (config) => [
      { name: 'body', role: 'body', pointer: '/stages', stages: list(config['stages']) },
    ]),
  ].map((component) => [component.name, component]),
);

export type StageInShort = string | (Partial<Stage> & { readonly id: string });

/** A pipeline of stages that are given in short; a bare id is a task without dependencies. */
export function pipelineOf(...stages: StageInShort[]): Pipeline {
  return {
    name: 'test',
    version: '1.0.0',
    tags: [],
    settings: { max_parallel: 10, on_failure: 'stop' },
    layout: {},
    stages: stages.map((stage) => ({
      component: 'task',
      depends_on: [],
      join: 'any',
      config: {},
      on_error: 'fail',
      idempotent: false,
      disabled: false,
      ...(typeof stage === 'string' ? { id: stage } : stage),
    })),
  };
}

function describe(name: string, arms: (config: JsonObject) => readonly Arm[]): ComponentDescription {
  return {
    name,
    title: name,
    description: '',
    category: 'control',
    icon: 'box',
    config: z.json(),
    output: z.json(),
    fields: {},
    arms,
    effect: 'none',
  };
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
