import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { connectionOf, toEdgeName } from './connect-edge.ts';
import { diagramOf, GUARDED, log } from './diagram.test-support.ts';

const STAGES = [...GUARDED, log('late', ['start'])];
const { graph } = openPipelineDocument(JSON.stringify({ name: 't', version: '1.0.0', stages: STAGES }));
const { edges } = diagramOf(STAGES);

function connectionFrom(from: string, to: string) {
  const edge = edges.find((one) => one.from === from && one.to === to);
  return graph && edge && connectionOf(graph, edge);
}

describe('connectionOf', () => {
  it('is a dependency', () => {
    expect(connectionFrom('start', 'late')).toEqual({ from: 'start', to: 'late' });
  });

  it('is an entry in a list of a decision', () => {
    expect(connectionFrom('check', 'tell')).toEqual({ from: 'check', to: 'tell', arm: 'false' });
  });

  it('is nothing for the order in a list, and says what to do', () => {
    expect(connectionFrom('deploy', 'probe')).toEqual({
      refusal: 'probe follows deploy because it stands behind it in their list. Move one of them to change that.',
    });
  });
});

describe('toEdgeName', () => {
  it('says where the line leads and when', () => {
    expect(edges.filter(({ from }) => from === 'check').map(toEdgeName)).toEqual([
      'Line from check to guard, if true',
      'Line from check to tell, if false',
    ]);
  });
});
