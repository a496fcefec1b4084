import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { findStages } from './canvas-find.ts';
import { log } from './diagram.test-support.ts';

const { reading } = openPipelineDocument(
  JSON.stringify({
    name: 'test',
    version: '1.0.0',
    stages: [
      { id: 'call', component: 'http_request', config: { url: 'https://billing.internal/pay' } },
      { ...log('second-ping', ['call']), name: 'Another look' },
      log('ping', ['lost']),
    ],
  }),
);
const find = (search: string) => findStages(reading.pipeline, reading.ghosts, search);

describe('findStages', () => {
  it('finds by the beginning of an id before any other part of it', () => {
    expect(find('PING')).toEqual(['ping', 'second-ping']);
  });

  it('finds by name', () => {
    expect(find('another')).toEqual(['second-ping']);
  });

  it('finds by component, as it is written and as it is said', () => {
    expect([find('http_req'), find('http req')]).toEqual([['call'], ['call']]);
  });

  it('finds by a text of the config', () => {
    expect(find('billing')).toEqual(['call']);
  });

  it('finds stages that are not defined', () => {
    expect(find('lost')).toEqual(['lost']);
  });

  it('finds nothing for nothing', () => {
    expect(find('  ')).toEqual([]);
  });
});
