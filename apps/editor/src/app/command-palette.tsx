import { useQuery } from '@tanstack/react-query';
import { Command, useCommandState } from 'cmdk';
import {
  CircleHelp,
  History,
  KeyRound,
  LayoutGrid,
  Monitor,
  Moon,
  Play,
  Sun,
  TriangleAlert,
  WandSparkles,
  Workflow,
} from 'lucide-react';
import { Dialog as RadixDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { pipelinesQuery } from '../api/queries.ts';
import { useRefusal } from '../api/session.ts';
import { keysOf } from '../model/document/keymap.ts';
import { toPipelineTitle } from '../model/document/pipeline-title.ts';
import { useEditorStore } from '../store/editor-store.ts';
import { Icon } from '../ui/icon.tsx';
import { useReturnFocus } from '../ui/use-return-focus.ts';
import { PaletteCanvasItems, PaletteStageItems } from './palette-canvas-items.tsx';
import { PaletteFileItems, PaletteNewItems } from './palette-file-items.tsx';
import { PaletteGroup, PaletteItem } from './palette-item.tsx';
import { chooseTheme } from './theme.ts';

/** Everything by name: pipelines, stages of the open one, and commands. Opened by Ctrl or Cmd+K. */
export function CommandPalette(): ReactNode {
  const isOpen = useEditorStore((state) => state.openDialog === 'palette');
  const showDialog = useEditorStore((state) => state.showDialog);
  const focus = useReturnFocus();
  return (
    <RadixDialog.Root open={isOpen} onOpenChange={(open) => showDialog(open ? 'palette' : 'none')}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="fixed inset-0 z-40 animate-fade bg-black/40" />
        <RadixDialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={focus.remember}
          onCloseAutoFocus={focus.giveBack}
          className="fixed top-[14vh] left-1/2 z-40 w-[calc(100vw-32px)] max-w-140 -translate-x-1/2 animate-rise overflow-hidden rounded-xl bg-raised shadow-float outline-none"
        >
          <RadixDialog.Title className="sr-only">Search and commands</RadixDialog.Title>
          <PaletteBody />
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

function PaletteBody(): ReactNode {
  const showDialog = useEditorStore((state) => state.showDialog);
  const [, navigate] = useLocation();
  const pipelines = useQuery(pipelinesQuery).data ?? [];

  function close(andThen: () => void): () => void {
    return () => {
      showDialog('none');
      andThen();
    };
  }

  return (
    <Command label="Search and commands" loop>
      <div className="border-line border-b px-4">
        <Command.Input
          placeholder="Search pipelines, stages, commands…"
          className="h-12 w-full bg-transparent text-base outline-none placeholder:text-faint"
        />
      </div>
      <Command.Empty role="status" className="px-3 py-8 text-center text-muted">
        Nothing of that name.
      </Command.Empty>
      <PaletteList>
        <PipelineItems close={close} />
        <PaletteGroup heading="Pipelines">
          {pipelines.map((pipeline) => (
            <PaletteItem
              key={pipeline.id}
              value={`pipeline ${pipeline.name} ${pipeline.path}`}
              icon={<Workflow size={16} />}
              onSelect={close(() => navigate(`/pipelines/${pipeline.id}`))}
            >
              {toPipelineTitle(pipeline.name === pipeline.id ? undefined : pipeline.name, pipeline.path)}
            </PaletteItem>
          ))}
        </PaletteGroup>
        <PaletteGroup heading="General">
          <PaletteNewItems close={close} />
          <PaletteItem value="runs all history" icon={<History size={16} />} onSelect={close(() => navigate('/runs'))}>
            Show all runs
          </PaletteItem>
          <PaletteItem
            value="secrets tokens keys passwords"
            icon={<KeyRound size={16} />}
            onSelect={close(() => navigate('/secrets'))}
          >
            Show the secrets
          </PaletteItem>
          <PaletteItem
            value="gallery templates examples"
            icon={<LayoutGrid size={16} />}
            onSelect={close(() => navigate('/gallery'))}
          >
            Show the gallery
          </PaletteItem>
          <PaletteItem
            value="wizard new from template"
            icon={<WandSparkles size={16} />}
            onSelect={close(() => navigate('/wizard'))}
          >
            Open the wizard
          </PaletteItem>
          <PaletteItem value="theme light" icon={<Sun size={16} />} onSelect={close(() => chooseTheme('light'))}>
            Use the light theme
          </PaletteItem>
          <PaletteItem value="theme dark" icon={<Moon size={16} />} onSelect={close(() => chooseTheme('dark'))}>
            Use the dark theme
          </PaletteItem>
          <PaletteItem value="theme system" icon={<Monitor size={16} />} onSelect={close(() => chooseTheme('system'))}>
            Use the system’s theme
          </PaletteItem>
          <PaletteItem
            value="keyboard shortcuts help"
            icon={<CircleHelp size={16} />}
            keys="?"
            onSelect={() => showDialog('help')}
          >
            Show keyboard shortcuts
          </PaletteItem>
        </PaletteGroup>
      </PaletteList>
    </Command>
  );
}

/** What is offered; a list without an option would be no list to those who hear the page. */
function PaletteList({ children }: { readonly children: ReactNode }): ReactNode {
  const hasNone = useCommandState(({ filtered }) => filtered.count === 0);
  return (
    <Command.List className="max-h-[min(420px,60vh)] overflow-y-auto p-2" hidden={hasNone}>
      {children}
    </Command.List>
  );
}

function PipelineItems({ close }: { readonly close: (andThen: () => void) => () => void }): ReactNode {
  const isPipelineOpen = useEditorStore(({ edited }) => edited !== undefined);
  const { showDialog, showTab, showBottomTab } = useEditorStore.getState();
  const refusal = useRefusal();
  if (!isPipelineOpen) return null;
  return (
    <>
      <PaletteGroup heading="This pipeline">
        <PaletteItem
          value="run"
          icon={<Play size={16} />}
          keys={keysOf('run')}
          refusal={refusal}
          onSelect={() => showDialog('run')}
        >
          Run…
        </PaletteItem>
        <PaletteFileItems close={close} />
        <PaletteItem
          value="problems"
          icon={<TriangleAlert size={16} />}
          onSelect={close(() => showBottomTab('problems'))}
        >
          Show problems
        </PaletteItem>
        {(['canvas', 'json', 'split', 'mermaid', 'gantt'] as const).map((tab) => (
          <PaletteItem
            key={tab}
            value={`show ${tab}`}
            icon={<Icon name="layers" size={16} />}
            onSelect={close(() => showTab(tab))}
          >
            Show {TAB_NAMES[tab]}
          </PaletteItem>
        ))}
      </PaletteGroup>
      <PaletteCanvasItems close={close} />
      <PaletteStageItems close={close} />
    </>
  );
}

const TAB_NAMES = {
  canvas: 'the canvas',
  json: 'JSON',
  split: 'canvas and JSON',
  mermaid: 'Mermaid',
  gantt: 'Gantt',
} as const;
