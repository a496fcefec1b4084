import { describe, expect, it } from 'vitest';
import { CANONICAL, CICD, changed, DIALECT, linesOf, refusalOf } from './change.test-support.ts';
import type { Connection, PipelineChange } from './pipeline-change.ts';

const connect = (from: string, to: string, arm?: string): PipelineChange => ({
  type: 'connect',
  connection: { from, to, arm },
});
const disconnect = (from: string, to: string, arm?: string): PipelineChange => ({
  type: 'disconnect',
  connection: { from, to, arm },
});
const reconnect = (connection: Connection, replacement: Connection): PipelineChange => ({
  type: 'reconnect',
  connection,
  replacement,
});

describe('connect', () => {
  it.each([
    [
      'adds to a list in one line',
      CICD,
      connect('log-start', 'run-tests'),
      ['- "depends_on": ["staging-health-check"],', '+ "depends_on": ["staging-health-check", "log-start"],'],
    ],
    [
      'makes a list of a single name',
      DIALECT.replace('"id": "undo",', '"id": "undo",\n      "depends_on": "ping",'),
      connect('push', 'undo'),
      ['- "depends_on": "ping",', '+ "depends_on": ["ping", "push"],'],
    ],
    ['puts a new key behind the component', DIALECT, connect('ping', 'undo'), ['+ "depends_on": ["ping"],']],
    [
      'adds to an arm in the spelling of the document',
      DIALECT,
      connect('check', 'tell', 'true'),
      ['- "true_branch": "guard"', '+ "true_branch": ["guard", "tell"]'],
    ],
    [
      'spells an arm that is not there like its sister',
      DIALECT,
      connect('check', 'tell', 'false'),
      ['- "true_branch": "guard"', '+ "true_branch": "guard",', '+ "false_branch": ["tell"]'],
    ],
    [
      'spells a list of a scope like its sisters',
      DIALECT,
      connect('guard', 'tell', 'finally'),
      ['- ]', '+ ],', '+ "finally_stages": ["tell"]'],
    ],
  ])('%s', (_, text, change, lines) => {
    expect(linesOf(text, change)).toEqual(lines);
  });

  it('gives a router a default', () => {
    const text =
      '{"stages":[{"id":"r","component":"router","config":{"routes":{"a":[]}}},{"id":"x","component":"logger"}]}';
    expect(changed(text, connect('r', 'x', 'default'))).toBe(
      '{"stages":[{"id":"r","component":"router","config":{"routes":{"a":[]},"default":["x"]}},{"id":"x","component":"logger"}]}',
    );
    expect(changed(text, connect('r', 'x', 'a'))).toContain('"routes":{"a":["x"]}');
  });

  it.each([
    [connect('tell', 'ping'), '"tell" comes after "ping" already, so they would wait for each other.'],
    [connect('ping', 'ping'), '"ping" cannot wait for itself.'],
    [connect('ping', 'check'), '"check" waits for "ping" already.'],
    [connect('guard', 'push'), '"push" is inside "guard" and starts with it; it cannot wait for its end.'],
    [connect('push', 'guard'), '"push" is inside "guard", which waits for it anyway.'],
    [connect('nobody', 'ping'), 'There is no stage "nobody" yet. Create it first.'],
    [connect('ping', 'nobody'), 'There is no stage "nobody" yet. Create it first.'],
    [connect('check', 'tell', 'maybe'), '"check" has no outcome or list "maybe".'],
    [connect('check', 'guard', 'true'), '"guard" stands in true of "check" already.'],
    [connect('guard', 'push', 'catch'), '"push" stands in try of "guard" already. Move it instead.'],
    [connect('guard', 'check', 'try'), '"guard" comes after "check" already, so they would wait for each other.'],
  ])('refuses %j', (change, reason) => {
    expect(refusalOf(CANONICAL, change)).toBe(reason);
  });

  it('lets a stage outside wait for a member, and a member for a stage outside', () => {
    expect(linesOf(CICD, connect('log-start', 'notify-success'))).toEqual([
      '- "depends_on": ["prod-health-check"],',
      '+ "depends_on": ["prod-health-check", "log-start"],',
    ]);
    expect(refusalOf(CANONICAL, connect('probe', 'tell'))).toBeUndefined();
    expect(refusalOf(CANONICAL, connect('ping', 'probe'))).toBeUndefined();
  });
});

describe('disconnect', () => {
  it.each([
    [
      'leaves an empty list behind',
      CANONICAL,
      disconnect('guard', 'tell'),
      ['- "guard"', '- ],', '- "depends_on": [', '+ "depends_on": [],'],
    ],
    ['empties a single name', DIALECT, disconnect('ping', 'check'), ['- "depends_on": "ping",', '+ "depends_on": [],']],
    [
      'takes a stage out of an arm',
      CICD,
      disconnect('deploy-production', 'prod-deploy', 'try'),
      ['- "try": ["prod-deploy", "prod-health-check"],', '+ "try": ["prod-health-check"],'],
    ],
  ])('%s', (_, text, change, lines) => {
    expect([...linesOf(text, change)].sort()).toEqual([...lines].sort());
  });

  it.each([
    [disconnect('ping', 'tell'), '"tell" does not wait for "ping".'],
    [disconnect('check', 'tell', 'true'), 'true of "check" does not lead to "tell".'],
  ])('refuses %j', (change, reason) => {
    expect(refusalOf(CANONICAL, change)).toBe(reason);
  });
});

describe('reconnect', () => {
  it('keeps the place in the list', () => {
    const change = reconnect(
      { from: 'fetch-logs', to: 'analyze-incident' },
      { from: 'receive-alert', to: 'analyze-incident' },
    );
    const text =
      '{"stages":[{"id":"a","component":"logger"},{"id":"b","component":"logger"},{"id":"c","component":"logger"},{"id":"d","component":"logger","depends_on":["a","b"]}]}';
    expect(changed(text, reconnect({ from: 'a', to: 'd' }, { from: 'c', to: 'd' }))).toBe(
      text.replace('["a","b"]', '["c","b"]'),
    );
    expect(refusalOf(text, change)).toBe('"analyze-incident" does not wait for "fetch-logs".');
  });

  it('leads from one arm to another', () => {
    const after = changed(
      CANONICAL,
      reconnect({ from: 'check', to: 'guard', arm: 'true' }, { from: 'check', to: 'guard', arm: 'false' }),
    );
    expect(JSON.parse(after).stages[1].config).toMatchObject({ if_true: [], if_false: ['guard'] });
  });

  it('may turn a line round, because the old one is gone by then', () => {
    const after = changed(CANONICAL, reconnect({ from: 'guard', to: 'tell' }, { from: 'tell', to: 'guard' }));
    expect(JSON.parse(after).stages.map(({ depends_on }: { depends_on?: string[] }) => depends_on ?? [])).toEqual([
      [],
      ['ping'],
      ['tell'],
      [],
      [],
      [],
      [],
    ]);
  });

  it('is refused as a whole', () => {
    expect(refusalOf(CANONICAL, reconnect({ from: 'guard', to: 'tell' }, { from: 'guard', to: 'ping' }))).toBe(
      '"guard" comes after "ping" already, so they would wait for each other.',
    );
  });
});

describe('lists of another shape', () => {
  const broken = (member: string) =>
    `{"stages":[{"id":"a","component":"logger"},{"id":"b","component":"trycatch",${member}}]}`;

  it.each([
    ['"depends_on":null', connect('a', 'b'), '"depends_on":["a"]'],
    ['"depends_on":{"a":1}', connect('a', 'b'), '"depends_on":["a"]'],
    ['"depends_on":[1,null]', connect('a', 'b'), '"depends_on":[1,null,"a"]'],
    ['"config":[]', connect('b', 'a', 'try'), '"config":{"try":["a"]}'],
    ['"config":{"try":7}', connect('b', 'a', 'try'), '"config":{"try":["a"]}'],
    ['"name":"no config"', connect('b', 'a', 'catch'), '"name":"no config","config":{"catch":["a"]}'],
  ])('%s gives way to a list', (member, change, expected) => {
    expect(changed(broken(member), change)).toBe(broken(expected));
  });
});
