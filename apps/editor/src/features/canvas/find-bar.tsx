import { Panel } from '@xyflow/react';
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { findStages } from '../../model/canvas/canvas-find.ts';
import type { StageDiagram } from '../../model/canvas/stage-diagram.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import type { CanvasViewControl } from './use-canvas-commands.ts';

type FindBarProps = {
  readonly opened: OpenedPipeline;
  /** What is drawn. */
  readonly shown: StageDiagram;
  readonly view: CanvasViewControl;
};

/** A field over the canvas that finds stages and goes from one to the next. */
export function FindBar(props: FindBarProps): ReactNode {
  const isOpen = useEditorStore((state) => state.isFindOpen);
  return isOpen ? <OpenFindBar {...props} /> : null;
}

function OpenFindBar({ opened, shown: drawn, view }: FindBarProps): ReactNode {
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    // At once, so that what is typed next is not taken for keys of the canvas.
    field.current?.focus();
    // And once more, since a menu that was closed just before gives the focus back a moment later.
    const timer = setTimeout(() => field.current?.focus());
    return () => clearTimeout(timer);
  }, []);
  const { pipeline, ghosts } = opened.reading;
  const removed = useMemo(() => drawn.nodes.filter(({ card }) => card.kind === 'removed'), [drawn]);
  const others = useMemo(() => [...ghosts, ...removed], [ghosts, removed]);
  const found = useMemo(() => findStages(pipeline, others, search), [pipeline, others, search]);
  const { showFind, selectStage } = useEditorStore.getState();
  const shown = found.length === 0 ? 0 : Math.min(at, found.length - 1) + 1;

  function go(index: number): void {
    const next = found.length === 0 ? 0 : (index + found.length) % found.length;
    setAt(next);
    const id = found[next];
    if (id !== undefined) show(id);
  }

  function find(text: string): void {
    setSearch(text);
    setAt(0);
    const first = findStages(pipeline, others, text)[0];
    if (first !== undefined) show(first);
  }

  /** A removed stage can be looked at, and nothing else. */
  function show(id: string): void {
    selectStage(isRemoved(id) ? undefined : id);
    view.center(id);
  }

  function isRemoved(id: string): boolean {
    return removed.some((node) => node.id === id);
  }

  function close(): void {
    showFind(false);
    const id = found[at];
    if (id !== undefined && !isRemoved(id)) view.focusStage(id);
  }

  function onKeyDown(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown' || (event.key === 'Enter' && !event.shiftKey)) go(at + 1);
    else if (event.key === 'ArrowUp' || event.key === 'Enter') go(at - 1);
    else return;
    event.preventDefault();
  }

  return (
    <Panel position="top-right">
      <search className="nopan flex items-center gap-1 rounded-lg bg-raised p-1 pl-2.5 shadow-float">
        <input
          ref={field}
          data-plain-field
          type="search"
          aria-label="Find on the canvas"
          placeholder="Id, name, component or text"
          value={search}
          onChange={(event) => find(event.target.value)}
          onKeyDown={onKeyDown}
          className="w-48 bg-transparent text-sm outline-none placeholder:text-faint [&::-webkit-search-cancel-button]:hidden"
        />
        <span role="status" className="tabular min-w-14 text-right text-muted text-xs">
          {search.trim() === '' ? '' : found.length === 0 ? 'Not found' : `${shown} of ${found.length}`}
        </span>
        <IconButton label="Previous" keys="↑" onClick={() => go(at - 1)} disabled={found.length === 0}>
          <ChevronUp size={14} />
        </IconButton>
        <IconButton label="Next" keys="↓" onClick={() => go(at + 1)} disabled={found.length === 0}>
          <ChevronDown size={14} />
        </IconButton>
        <IconButton label="Close the search" keys="Esc" onClick={close}>
          <X size={14} />
        </IconButton>
      </search>
    </Panel>
  );
}
