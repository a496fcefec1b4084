import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { connectionOf, mayInsertInto, toDisconnectChanges, toEdgeName, toReconnectChanges } from './connect-edge.ts';
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

describe('mayInsertInto', () => {
  function namesOf(stages: readonly object[], folded?: ReadonlySet<string>) {
    const opened = openPipelineDocument(JSON.stringify({ name: 't', version: '1.0.0', stages })).graph;
    const lines = diagramOf(stages, folded).edges.filter((edge) => opened && mayInsertInto(opened, edge));
    return lines.map(({ id }) => id);
  }

  it('holds for dependencies, outcomes and the order in a list', () => {
    expect(namesOf(STAGES)).toEqual(edges.map(({ id }) => id));
  });

  it('does not hold for lines of reading', () => {
    const reader = { ...log('reader'), config: { message: '{{lost.output}}' } };
    expect(namesOf([log('start'), reader])).toEqual([]);
  });

  it('does not hold for lines that begin or end in a folded box', () => {
    const lines = namesOf([...STAGES, log('outside', ['deploy'])], new Set(['guard']));
    expect(lines.filter((id) => id.includes('guard'))).toEqual(['check→guard:true']);
  });
});

/** A decision that leads to `deploy`, which waits for it too, by the outcomes in `listing`. */
function decision(listing: readonly ('if_true' | 'if_false')[]) {
  const config = {
    condition: '{{true}}',
    if_true: listing.includes('if_true') ? ['deploy'] : [],
    if_false: listing.includes('if_false') ? ['deploy'] : [],
  };
  const stages = [{ id: 'choose', component: 'conditional', config }, log('deploy', ['choose']), log('other')];
  return openPipelineDocument(JSON.stringify({ name: 't', version: '1.0.0', stages })).graph;
}

const ARM = { from: 'choose', to: 'deploy', arm: 'true' };

describe('toDisconnectChanges', () => {
  it('takes the plain dependency on the decision along with its outcome', () => {
    expect(toDisconnectChanges(decision(['if_true']), ARM)).toEqual([
      { type: 'disconnect', connection: ARM },
      { type: 'disconnect', connection: { from: 'choose', to: 'deploy' } },
    ]);
  });

  it('leaves the dependency while another outcome leads there', () => {
    expect(toDisconnectChanges(decision(['if_true', 'if_false']), ARM)).toEqual([
      { type: 'disconnect', connection: ARM },
    ]);
  });

  it('takes out nothing but the outcome of a stage that does not wait for the decision', () => {
    const connection = { from: 'check', to: 'tell', arm: 'false' };
    expect(toDisconnectChanges(graph, connection)).toEqual([{ type: 'disconnect', connection }]);
  });

  it('takes out a dependency alone', () => {
    const connection = { from: 'start', to: 'late' };
    expect(toDisconnectChanges(graph, connection)).toEqual([{ type: 'disconnect', connection }]);
  });
});

describe('toReconnectChanges', () => {
  it('takes the plain dependency of the stage along that the outcome is led away from', () => {
    const replacement = { ...ARM, to: 'other' };
    expect(toReconnectChanges(decision(['if_true']), ARM, replacement)).toEqual([
      { type: 'reconnect', connection: ARM, replacement },
      { type: 'disconnect', connection: { from: 'choose', to: 'deploy' } },
    ]);
  });

  it('leaves the dependency of a stage that only changes the outcome', () => {
    const replacement = { ...ARM, arm: 'false' };
    expect(toReconnectChanges(decision(['if_true']), ARM, replacement)).toEqual([
      { type: 'reconnect', connection: ARM, replacement },
    ]);
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
