import type { PipelineGraph, Stage } from '@flowmason/pipeline-schema';
import { toDurationText } from '@flowmason/pipeline-schema';
import { Braces, CircleAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { diagnosticsOfStage } from '../../model/stage-of-pointer.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { GhostDefinition } from './ghost-definition.tsx';

/** A stage as the file defines it: what it does, when it runs, its settings, and what is wrong with it. */
export function StageDefinition({
  opened,
  stageId,
}: {
  readonly opened: OpenedPipeline;
  readonly stageId: string;
}): ReactNode {
  const stage = opened.graph?.stages.get(stageId);
  const ghost = opened.reading.ghosts.find(({ id }) => id === stageId);
  if (ghost) return <GhostDefinition opened={opened} ghost={ghost} />;
  if (!stage || !opened.graph) return null;
  return (
    <div className="flex flex-col gap-4 px-4 py-3">
      <About opened={opened} stage={stage} />
      <Findings opened={opened} stageId={stageId} />
      <Facts facts={factsOf(stage, opened.graph)} />
      <section aria-label="Config">
        <div className="mb-1 flex items-center justify-between">
          <h3 className="font-medium text-muted text-xs">Config</h3>
          <ShowInJson pointer={opened.reading.pointerOfStage(stageId) ?? ''} />
        </div>
        <div className="overflow-x-auto rounded-md border border-line bg-sunken px-3 py-2">
          <JsonView value={stage.config} />
        </div>
      </section>
    </div>
  );
}

function About({ opened, stage }: { readonly opened: OpenedPipeline; readonly stage: Stage }): ReactNode {
  const card = opened.cards.find(({ id }) => id === stage.id);
  return (
    <div>
      <p className="text-muted">
        {card?.componentTitle} <span className="font-mono text-2xs text-faint">{stage.component}</span>
      </p>
      {stage.description !== undefined && <p className="mt-1">{stage.description}</p>}
    </div>
  );
}

function Findings({ opened, stageId }: { readonly opened: OpenedPipeline; readonly stageId: string }): ReactNode {
  const found = diagnosticsOfStage(opened.reading, stageId);
  if (found.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      {found.map(({ code, pointer, message, severity, range, fixes }) => (
        <Callout
          key={`${code} ${pointer} ${range.start.offset} ${message}`}
          tone={severity === 'error' ? 'error' : 'warning'}
          icon={severity === 'error' ? <CircleAlert size={16} /> : <TriangleAlert size={16} />}
        >
          {message}
          {fixes.length > 0 && (
            <span className="block text-muted text-xs">Fix: {fixes.map(({ title }) => title).join('; ')}</span>
          )}
        </Callout>
      ))}
    </div>
  );
}

type Fact = { readonly name: string; readonly value: string; readonly stages?: readonly string[] };

function factsOf(stage: Stage, graph: PipelineGraph): readonly Fact[] {
  const { retry, timeout_ms, deadline_ms, on_error, idempotent, on_interrupt, join } = stage;
  const owners = graph.owners.get(stage.id) ?? [];
  return [
    { name: 'Waits for', value: '', stages: stage.depends_on },
    { name: 'Runs if', value: owners.map(({ owner, arm }) => `${owner} takes ${arm}`).join(', or ') },
    { name: 'Join', value: join === 'any' ? '' : join },
    { name: 'Retry', value: retry ? `up to ${retry.max_attempts} attempts, ${retry.delay_seconds} s apart` : '' },
    { name: 'Again while', value: retry?.condition ?? '' },
    { name: 'Timeout', value: timeout_ms === undefined ? '' : toDurationText(timeout_ms) },
    { name: 'Deadline', value: deadline_ms === undefined ? '' : toDurationText(deadline_ms) },
    { name: 'On error', value: on_error === 'fail' ? '' : 'continue' },
    { name: 'Idempotent', value: idempotent ? 'yes' : '' },
    { name: 'On interrupt', value: on_interrupt ?? '' },
    { name: 'Disabled', value: stage.disabled ? 'yes: passed over, what depends on it runs' : '' },
  ].filter(({ value, stages }) => value !== '' || (stages && stages.length > 0));
}

function Facts({ facts }: { readonly facts: readonly Fact[] }): ReactNode {
  const selectStage = useEditorStore((state) => state.selectStage);
  if (facts.length === 0) return null;
  return (
    <dl className="grid grid-cols-[88px_1fr] gap-x-3 gap-y-1">
      {facts.map(({ name, value, stages }) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0 break-words">
            {stages?.map((id) => (
              <button
                key={id}
                type="button"
                className="mr-2 font-medium text-accent-strong hover:underline"
                onClick={() => selectStage(id)}
              >
                {id}
              </button>
            )) ?? value}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Leads to a place in the JSON tab. */
export function ShowInJson({ pointer }: { readonly pointer: string }): ReactNode {
  const { showTab, revealPlace } = useEditorStore.getState();
  return (
    <Button
      size="sm"
      variant="ghost"
      icon={<Braces size={12} />}
      onClick={() => {
        showTab('json');
        revealPlace(pointer);
      }}
    >
      Show in JSON
    </Button>
  );
}
