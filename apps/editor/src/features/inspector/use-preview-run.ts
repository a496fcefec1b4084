import type { Run } from '@flowmason/pipeline-schema';
import { useQuery } from '@tanstack/react-query';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { runQuery, runsQuery } from '../../api/queries.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { useRun } from '../../store/use-run.ts';

/** The run that expressions are tried on, and the last one, whose outputs completion knows. */
export interface PreviewRuns {
  /** Undefined for the sample input. */
  readonly chosen: Run | undefined;
  readonly known: Run | undefined;
}

/** The chosen run; while none is chosen, the one that the page shows. */
export function usePreviewRuns(opened: OpenedPipeline): PreviewRuns {
  const shown = useRun();
  const choice = useEditorStore((state) => state.previewWith);
  const name = opened.reading.pipeline?.name;
  const runs = useQuery({ ...runsQuery(name), enabled: name !== undefined, staleTime: 30_000 });
  const latestId = runs.data?.items[0]?.id;
  const wanted = choice === 'sample' || choice === undefined ? latestId : choice;
  const fetched = useQuery({ ...runQuery(wanted), enabled: wanted !== undefined && wanted !== shown?.id });
  const byChoice = shown?.id === choice ? shown : fetched.data?.id === choice ? fetched.data : undefined;
  const chosen = choice === undefined ? shown : choice === 'sample' ? undefined : byChoice;
  return { chosen, known: chosen ?? shown ?? fetched.data };
}
