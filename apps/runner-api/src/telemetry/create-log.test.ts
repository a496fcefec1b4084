import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { RunnerError } from '../runner-error.ts';
import { createLog, type LogParts } from './create-log.ts';

function openLog(settings: Partial<LogParts> = {}) {
  const written: string[] = [];
  const opened = createLog({
    level: 'info',
    format: 'json',
    write: (lines) => written.push(lines),
    mask: (line) => line,
    ...settings,
  });
  return { ...opened, written };
}

/** The one line that was written, without its time. */
function onlyLine(written: readonly string[]): unknown {
  const { time, ...rest } = JSON.parse(written.join(''));
  expect(Date.parse(time)).not.toBeNaN();
  return rest;
}

describe('a log', () => {
  it('writes one JSON object a line', () => {
    const { log, flush, written } = openLog();
    log('info', 'run finished', { run_id: 'r1', ms: 12 });
    flush();
    expect(onlyLine(written)).toEqual({ level: 'info', message: 'run finished', run_id: 'r1', ms: 12 });
  });

  it('leaves out what is below its level', () => {
    const { log, flush, written } = openLog({ level: 'warn' });
    log('info', 'one');
    flush();
    expect(written).toEqual([]);
  });

  it('writes the lines of one turn together', async () => {
    const { log, written } = openLog();
    log('info', 'one');
    log('info', 'two');
    expect(written).toEqual([]);
    await nextTurn();
    expect(written.map((lines) => lines.split('\n').length - 1)).toEqual([2]);
  });

  it('writes an error at once, with its code and its causes, and with none of its other fields', () => {
    const { log, written } = openLog();
    const error = new RunnerError('storage_failed', 'broken', { cause: new Error('bad sector') });
    log('error', 'the disk failed', Object.assign(error, { request: { headers: { authorization: 'x' } } }));
    expect(onlyLine(written)).toEqual({
      level: 'error',
      message: 'the disk failed',
      err: {
        type: 'RunnerError',
        code: 'storage_failed',
        message: 'broken',
        stack: expect.stringMatching(/^RunnerError: broken\n[\s\S]*\nCaused by: Error: bad sector\n/),
      },
    });
  });

  it('cuts the message of an error that holds a whole answer', () => {
    const { log, written } = openLog();
    log('error', 'failed', new Error('x'.repeat(1_000_000)));
    expect(written.join('').length).toBeLessThan(20_000);
  });

  it('sends every line through the mask, errors too', () => {
    const { log, written } = openLog({ mask: (line) => line.replaceAll('hunter22', '•••') });
    log('error', 'said hunter22', new Error('hunter22 was refused'));
    expect(written.join('')).not.toContain('hunter22');
  });

  it('stays JSON when a number is a secret', () => {
    const { log, flush, written } = openLog({ mask: (text) => text.replaceAll('12345678', '•••PIN') });
    log('info', 'served', { port: 12345678, list: ['a 12345678'], ms: 1 });
    flush();
    expect(onlyLine(written)).toEqual({
      level: 'info',
      message: 'served',
      port: '•••PIN',
      list: ['a •••PIN'],
      ms: 1,
    });
  });

  it('keeps time, level and ids when a secret looks like a part of them', () => {
    const { log, flush, written } = openLog({
      mask: (text) => text.replaceAll(/\d{4}-\d\d-\d\d|finished|0mws50h5z/g, '•••'),
    });
    log('info', 'run finished', { run_id: '0mws50h5z-1', status: 'finished', pipeline: '0mws50h5z' });
    flush();
    expect(onlyLine(written)).toEqual({
      level: 'info',
      message: 'run •••',
      run_id: '0mws50h5z-1',
      status: 'finished',
      pipeline: '•••',
    });
  });

  it.each(['json', 'text'] as const)('leaves a line out that cannot be masked, as %s', (format) => {
    const mask = (line: string): string => {
      throw new Error(`cannot mask ${line}`);
    };
    const { log, written } = openLog({ format, mask });
    log('error', 'said hunter22', new RunnerError('storage_failed', 'hunter22 was refused'));
    expect(written.join('')).toMatch(/a line of the log is left out.*\n$/);
    expect(written.join('')).not.toContain('hunter22');
  });

  it('still tells the level of a line that cannot be masked, and what kind of error it was', () => {
    const mask = () => {
      throw new Error('cannot mask');
    };
    const { log, written } = openLog({ mask });
    log('error', 'said hunter22', new RunnerError('storage_failed', 'hunter22 was refused'));
    expect(onlyLine(written)).toEqual({
      level: 'error',
      message: expect.stringContaining('a line of the log is left out'),
      error_type: 'RunnerError',
      error_code: 'storage_failed',
    });
  });

  it.each([
    ['an error with a number as its code', new DOMException('late', 'TimeoutError'), { error_type: 'TimeoutError' }],
    ['a fact that has the name of its level', { level: 7 }, {}],
  ])('writes a line for one that cannot be masked with %s', (_what, detail, told) => {
    const mask = () => {
      throw new Error('cannot mask');
    };
    const { log, written } = openLog({ mask });
    log('error', 'said hunter22', detail);
    expect(onlyLine(written)).toEqual({
      level: 'error',
      message: expect.stringContaining('a line of the log is left out'),
      ...told,
    });
  });

  it('writes text for people, from which nothing steers their terminal', () => {
    const { log, written } = openLog({ format: 'text' });
    log('error', 'bad \u001b[31mname', { run_id: 'r1', pipeline: 'two words', err: 'odd' });
    expect(written.join('')).toMatch(/^\S+Z error bad \?\[31mname run_id=r1 pipeline="two words"\n {2}odd\n$/);
  });
});
