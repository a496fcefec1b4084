import { builtinComponents } from '@flowmason/engine';
import { toMermaidFlowchart } from '@flowmason/pipeline-schema';
import { Copy, Download, PencilRuler, Workflow } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { useLocation } from 'wouter';
import { useRefusal } from '../../api/session.ts';
import { useAddToWorkspace } from '../../api/use-add-to-workspace.ts';
import { useWizardStore } from '../../store/wizard-store.ts';
import { Button } from '../../ui/button.tsx';
import { copyText, downloadText } from '../../ui/hand-out-text.ts';
import { TabBar, TabPanel, Tabs } from '../../ui/tabs.tsx';
import { FindingList } from './finding-list.tsx';
import { NameField } from './name-field.tsx';
import { StageFlowchart } from './stage-flowchart.tsx';

const FACES = [
  { id: 'json', label: 'JSON' },
  { id: 'mermaid', label: 'Mermaid' },
] as const;

/** The last look: what is wrong with the document, what it is called, and the ways to take it away. */
export function ExportStep(): ReactNode {
  const draft = useWizardStore((state) => state.draft);
  const change = useWizardStore((state) => state.change);
  const [face, setFace] = useState<(typeof FACES)[number]['id']>('json');
  const pipeline = draft?.document.reading.pipeline;
  if (!draft || !pipeline) return null;
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[380px_minmax(0,1fr)] items-start gap-6 max-lg:grid-cols-1">
      <div className="flex min-w-0 flex-col gap-5">
        <section aria-label="Name" className="rounded-lg border border-line bg-surface p-4">
          <NameField
            name={pipeline.name}
            onChange={(name) =>
              change([{ type: 'set_document_value', path: ['name'], value: name }], {
                atMs: Date.now(),
                coalesceKey: 'name',
              })
            }
          />
        </section>
        <TakeAway text={draft.text} name={pipeline.name} />
        <FindingList />
      </div>
      <Tabs
        value={face}
        onChange={setFace}
        className="flex h-full min-h-140 min-w-0 flex-col overflow-hidden rounded-lg border border-line bg-surface"
      >
        <div className="h-10 shrink-0 border-line border-b px-2">
          <TabBar label="Preview" tabs={FACES} />
        </div>
        <TabPanel id="json" className="relative min-h-0 flex-1">
          <section
            aria-label="The document"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a long document is scrolled by keyboard too
            tabIndex={0}
            className="absolute inset-0 overflow-auto px-4 py-3 outline-offset-[-2px]"
          >
            <pre className="font-mono text-xs">{draft.text}</pre>
          </section>
        </TabPanel>
        <TabPanel id="mermaid" className="min-h-0 flex-1">
          <StageFlowchart />
        </TabPanel>
      </Tabs>
    </div>
  );
}

function TakeAway({ text, name }: { readonly text: string; readonly name: string }): ReactNode {
  const [, navigate] = useLocation();
  const add = useAddToWorkspace();
  const refusal = useRefusal();
  const fileName = name === '' ? 'pipeline' : name;
  return (
    <section aria-label="Export" className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4">
      <Button
        variant="primary"
        className="h-8"
        icon={<PencilRuler size={14} aria-hidden />}
        disabled={add.isPending || refusal !== undefined}
        title={refusal}
        onClick={() =>
          add.mutate(
            { name: fileName, text },
            {
              onSuccess: ({ id, path }) => {
                toast.success(`${path} is in the workspace now.`);
                navigate(`/pipelines/${id}`);
              },
              onError: (error) => toast.error(`The pipeline could not be written: ${error.message}`),
            },
          )
        }
      >
        {add.isPending ? 'Opening…' : 'Open in editor'}
      </Button>
      <div className="grid grid-cols-2 gap-2">
        <Button
          className="h-8"
          icon={<Download size={14} aria-hidden />}
          onClick={() => downloadText(`${fileName}.pipeline.json`, text, 'application/json')}
        >
          Download JSON
        </Button>
        <Button className="h-8" icon={<Copy size={14} aria-hidden />} onClick={() => copy('The document', text)}>
          Copy JSON
        </Button>
      </div>
      <CopyMermaid />
      <p className="text-faint text-xs">
        Open in editor writes a new file into the workspace and changes no other one.
      </p>
    </section>
  );
}

function CopyMermaid(): ReactNode {
  const document = useWizardStore((state) => state.draft?.document);
  function copyFlowchart(): void {
    if (!document?.graph || !document.reading.pipeline) return;
    const { pipeline, ghosts } = document.reading;
    copy('Mermaid', toMermaidFlowchart(pipeline, document.graph, { components: builtinComponents, ghosts }));
  }
  return (
    <Button className="h-8" icon={<Workflow size={14} aria-hidden />} onClick={copyFlowchart}>
      Copy Mermaid
    </Button>
  );
}

function copy(what: string, text: string): void {
  copyText(text).then(
    () => toast.success(`${what} copied.`),
    (error: unknown) => toast.error(`${what} could not be copied: ${String(error)}`),
  );
}
