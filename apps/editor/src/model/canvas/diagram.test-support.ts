import { builtinComponents } from '@flowmason/engine';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { type StageDiagram, toStageDiagram } from './stage-diagram.ts';

/** The diagram of a pipeline whose stages are given as they stand in a file. */
export function diagramOf(stages: readonly object[], folded?: ReadonlySet<string>): StageDiagram {
  const { graph, reading } = openPipelineDocument(JSON.stringify({ name: 'test', version: '1.0.0', stages }));
  if (!graph) throw new Error('the test document has no stages');
  return toStageDiagram({ graph, ghosts: reading.ghosts, components: builtinComponents, ...(folded && { folded }) });
}

/** A stage that only logs. */
export function log(id: string, depends_on: readonly string[] = []): object {
  return { id, component: 'logger', depends_on, config: { message: id } };
}

/** A guarded deployment: a decision, a trycatch with all three lanes, and stages behind members of it. */
export const GUARDED: readonly object[] = [
  log('start'),
  {
    id: 'check',
    component: 'conditional',
    depends_on: ['start'],
    config: { condition: '{{true}}', if_true: ['guard'], if_false: ['tell'] },
  },
  log('tell'),
  { id: 'guard', component: 'trycatch', config: { try: ['deploy', 'probe'], catch: ['undo'], finally: ['note'] } },
  log('deploy'),
  log('probe'),
  log('undo'),
  log('note'),
  log('celebrate', ['probe']),
  log('explain', ['undo']),
];
