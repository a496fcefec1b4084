import { TEMPLATES } from '@flowmason/templates';
import { useQuery } from '@tanstack/react-query';
import { FileJson, FilePlus2, LayoutGrid } from 'lucide-react';
import type { ReactNode } from 'react';
import { pipelinesQuery } from '../../api/queries.ts';
import { toPipelineTitle } from '../../model/document/pipeline-title.ts';
import { sourceKey, type WizardAddress, type WizardSource } from '../../model/wizard/wizard-address.ts';
import { classNames } from '../../ui/class-names.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { SourcePreview } from './source-preview.tsx';
import type { ShowInWizard } from './use-wizard-address.ts';

type ChooseStepProps = { readonly address: WizardAddress; readonly show: ShowInWizard };

/** What to start from: a template, nothing, or a pipeline of the workspace; what is chosen shows beside it. */
export function ChooseStep({ address, show }: ChooseStepProps): ReactNode {
  const chosen = address.source && sourceKey(address.source);
  function choose(source: WizardSource): void {
    if (sourceKey(source) === chosen) return;
    show({ source, draft: undefined, scenario: undefined, arms: {}, failing: [] });
  }
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[340px_minmax(0,1fr)] gap-6 max-lg:grid-cols-1">
      <div className="flex flex-col gap-5">
        <SourceGroup title="Templates">
          {TEMPLATES.map(({ id, title, summary, stageCount }) => (
            <SourceButton
              key={id}
              icon={<LayoutGrid size={14} />}
              title={title}
              line={summary}
              figure={`${stageCount} stages`}
              isChosen={chosen === sourceKey({ kind: 'template', id })}
              onChoose={() => choose({ kind: 'template', id })}
            />
          ))}
        </SourceGroup>
        <SourceGroup title="From nothing">
          <SourceButton
            icon={<FilePlus2 size={14} />}
            title="Empty pipeline"
            line="Without stages: you add what it needs."
            isChosen={chosen === sourceKey({ kind: 'empty' })}
            onChoose={() => choose({ kind: 'empty' })}
          />
        </SourceGroup>
        <WorkspaceFiles chosen={chosen} onChoose={choose} />
      </div>
      <SourcePreview source={address.source} />
    </div>
  );
}

function WorkspaceFiles(props: {
  readonly chosen: string | undefined;
  readonly onChoose: (source: WizardSource) => void;
}): ReactNode {
  const files = useQuery(pipelinesQuery);
  if (files.data?.length === 0) return null;
  return (
    <SourceGroup title="From the workspace">
      {files.isPending && <Skeleton className="m-3 h-8" />}
      {files.error && (
        <p role="alert" className="px-3 py-2 text-failed text-xs">
          The pipelines of the workspace could not be listed: {files.error.message}
        </p>
      )}
      {files.data?.map(({ id, name, path, stage_count: count }) => (
        <SourceButton
          key={id}
          icon={<FileJson size={14} />}
          title={toPipelineTitle(name === id ? undefined : name, path)}
          line={path}
          figure={count === 1 ? '1 stage' : `${count} stages`}
          isChosen={props.chosen === sourceKey({ kind: 'file', id })}
          onChoose={() => props.onChoose({ kind: 'file', id })}
        />
      ))}
    </SourceGroup>
  );
}

function SourceGroup({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <section aria-label={title}>
      <h3 className="mb-1.5 font-medium text-muted text-xs">{title}</h3>
      <div className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">{children}</div>
    </section>
  );
}

function SourceButton(props: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly line: string;
  readonly figure?: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}): ReactNode {
  return (
    <button
      type="button"
      aria-pressed={props.isChosen}
      onClick={props.onChoose}
      className={classNames(
        'flex w-full items-start gap-2.5 px-3 py-2 text-left outline-offset-[-2px] transition-colors',
        props.isChosen ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <span aria-hidden className={classNames('mt-0.5', props.isChosen ? 'text-accent' : 'text-faint')}>
        {props.icon}
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline justify-between gap-2">
          <span className="truncate font-medium">{props.title}</span>
          {props.figure !== undefined && <span className="tabular shrink-0 text-faint text-xs">{props.figure}</span>}
        </span>
        <span className="line-clamp-2 text-muted text-xs">{props.line}</span>
      </span>
    </button>
  );
}
