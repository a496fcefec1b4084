import type { Json, JsonObject } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { configProblems, runComponent } from '../run-component.test-support.ts';
import { logger } from './logger.ts';

describe('logger', () => {
  it('writes its message at level info and says that it did', async () => {
    const { output, logs } = await runComponent(logger, { message: 'Deploying api' });
    expect([output, logs]).toEqual([{ logged: true }, [{ level: 'info', message: 'Deploying api' }]]);
  });

  it.each([
    ['debug', 'debug'],
    ['INFO', 'info'],
    ['warning', 'warning'],
    ['warn', 'warning'],
    ['Error', 'error'],
  ])('writes level %s as %s', async (level, written) => {
    expect((await runComponent(logger, { message: 'a', level })).logs).toEqual([{ level: written, message: 'a' }]);
  });

  it.each([0, null, [1], { a: 1 }, 'x'] as Json[])('keeps the data %j beside the message', async (data) => {
    expect((await runComponent(logger, { message: 'a', data })).logs).toEqual([{ level: 'info', message: 'a', data }]);
  });

  it.each([
    [null, ''],
    [3, '3'],
    [false, 'false'],
    [{ a: [1, 'x'] }, '{"a":[1,"x"]}'],
  ] as [Json, string][])('writes a message of %j as the text %j', async (message, text) => {
    expect((await runComponent(logger, { message })).logs).toEqual([{ level: 'info', message: text }]);
  });

  it.each([
    [{}, 'message'],
    [{ message: 'a', level: 'loud' }, 'level'],
    [{ message: 'a', level: null }, 'level'],
    [{ message: 'a', mesage: 'b' }, ''],
  ] as [JsonObject, string][])('refuses the config %j', (config, place) => {
    expect(configProblems(logger, config).map((problem) => problem.split(': ')[0])).toEqual([place]);
  });

  it('takes no secrets in its message', () => {
    expect(logger.fields['message']).toEqual({ policy: 'lenient', secrets: 'refuse' });
  });
});
