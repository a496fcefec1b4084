import { ChevronRight, CircleAlert, CircleCheck, Play, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { OpenedPipeline } from '../api/document-query.ts';
import { useRefusal } from '../api/session.ts';
import { ExportMenu } from '../features/export/export-menu.tsx';
import { SaveButton } from '../features/files/save-button.tsx';
import { SaveState } from '../features/files/save-state.tsx';
import { toPipelineTitle } from '../model/document/pipeline-title.ts';
import { useEditorStore } from '../store/editor-store.ts';
import { Button } from '../ui/button.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { OfflineMark } from './offline-mark.tsx';
import { PipelineMenu } from './pipeline-menu.tsx';
import { RunsMenu } from './runs-menu.tsx';

/** The bar on top of a pipeline: what it is, how sound it is, and what can be done with it. */
export function PipelineHeader({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const showDialog = useEditorStore((state) => state.showDialog);
  const { pipeline, isRunnable } = opened.reading;
  const refusal = useRefusal();
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-line border-b bg-surface px-4 max-sm:gap-2 max-sm:px-3">
      <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-1.5">
        <Link href="/" className="text-muted transition-colors hover:text-ink max-md:hidden">
          Pipelines
        </Link>
        <ChevronRight size={14} className="shrink-0 text-faint max-md:hidden" aria-hidden />
        <h1 className="truncate font-semibold">{toPipelineTitle(pipeline?.name, opened.file.path)}</h1>
      </nav>
      {pipeline && <span className="font-mono text-2xs text-faint max-sm:hidden">v{pipeline.version}</span>}
      <SaveState />
      <OfflineMark />
      <div className="flex-1" />
      <ProblemsButton opened={opened} />
      <RunsMenu pipeline={pipeline?.name} />
      <SaveButton />
      <ExportMenu opened={opened} />
      <PipelineMenu opened={opened} />
      <Tooltip
        content={refusal ?? (isRunnable ? 'Choose the input and what to run against' : 'Fix the errors before running')}
        keys="Ctrl ⏎"
        side="bottom"
      >
        <Button
          variant="primary"
          className="aria-disabled:opacity-45"
          icon={<Play size={14} fill="currentColor" />}
          aria-disabled={refusal !== undefined}
          onClick={() => refusal === undefined && showDialog('run')}
        >
          Run
        </Button>
      </Tooltip>
    </header>
  );
}

function ProblemsButton({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const showBottomTab = useEditorStore((state) => state.showBottomTab);
  const { diagnostics } = opened.reading;
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const label = errors > 0 ? count(errors, 'error') : warnings > 0 ? count(warnings, 'warning') : 'No problems';
  return (
    <Button
      variant="ghost"
      onClick={() => showBottomTab('problems')}
      icon={<ProblemsIcon errors={errors} warnings={warnings} />}
    >
      <span className="max-sm:sr-only">
        {label}
        {errors > 0 && warnings > 0 && `, ${count(warnings, 'warning')}`}
      </span>
    </Button>
  );
}

function ProblemsIcon({ errors, warnings }: { readonly errors: number; readonly warnings: number }): ReactNode {
  if (errors > 0) return <CircleAlert size={14} className="text-failed" aria-hidden />;
  if (warnings > 0) return <TriangleAlert size={14} className="text-recovered" aria-hidden />;
  return <CircleCheck size={14} className="text-succeeded" aria-hidden />;
}

function count(number: number, word: string): string {
  return number === 1 ? `1 ${word}` : `${number} ${word}s`;
}
