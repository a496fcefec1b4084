import { Copy, Download, Minus, Plus, Scan } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { toast } from 'sonner';
import { Button } from './button.tsx';
import { Callout } from './callout.tsx';
import { drawMermaid, MermaidNotLoadedError } from './draw-mermaid.ts';
import { copyText, downloadText } from './hand-out-text.ts';
import { IconButton } from './icon-button.tsx';
import { Skeleton } from './skeleton.tsx';
import { useIsDark } from './use-is-dark.ts';
import { type PictureFit, usePictureZoom } from './use-picture-zoom.ts';

/** Mermaid text as a picture, with the text itself to copy or save. Drawn strictly: nothing in the text can act. */
export function MermaidDiagram(props: {
  readonly label: string;
  readonly source: string;
  readonly fileName: string;
  /** How much of it is seen at first; default `width`. */
  readonly fit?: PictureFit;
  readonly children?: ReactNode;
}): ReactNode {
  const { label, source, fileName, fit = 'width' } = props;
  const host = useRef<HTMLDivElement>(null);
  const isDark = useIsDark();
  const [failure, setFailure] = useState<string>();
  const view = useRef<HTMLElement>(null);
  const [size, setSize] = useState<PictureSize>();
  const zoom = usePictureZoom({ view, size, fit });
  const isDrawn = size !== undefined;

  useEffect(() => {
    const drawing = new AbortController();
    const { signal } = drawing;
    let timer: ReturnType<typeof setTimeout> | undefined;
    function draw(): void {
      drawMermaid(source, isDark, signal).then(
        (svg) => {
          if (signal.aborted || !host.current) return;
          host.current.innerHTML = svg; // made by Mermaid in strict mode, which sanitises it
          setFailure(undefined);
          setSize(sizeOf(host.current));
        },
        (error: unknown) => {
          if (signal.aborted) return;
          if (error instanceof MermaidNotLoadedError) timer = setTimeout(draw, AGAIN_MS);
          setFailure(failureText(error));
        },
      );
    }
    draw();
    return () => {
      drawing.abort();
      clearTimeout(timer);
    };
  }, [source, isDark]);

  // The first drawing is shown from its start; the next ones are the same picture with something changed.
  useEffect(() => {
    if (isDrawn && host.current && fit === 'width') showStart(host.current);
  }, [isDrawn, fit]);

  function copy(): void {
    copyText(source).then(
      () => toast.success('Mermaid copied.'),
      (error: unknown) => toast.error(`Mermaid could not be copied: ${String(error)}`),
    );
  }

  return (
    <div className="flex size-full flex-col">
      <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-2 border-line border-b px-4 max-sm:gap-0 max-sm:px-1 max-sm:py-1">
        <div className="min-w-0 flex-1 truncate text-muted max-sm:hidden">{props.children}</div>
        <IconButton label="Zoom out" keys="−" onClick={zoom.zoomOut}>
          <Minus size={14} />
        </IconButton>
        <span className="tabular w-10 text-center text-faint text-xs">{Math.round(zoom.scale * 100)} %</span>
        <IconButton label="Zoom in" keys="+" onClick={zoom.zoomIn}>
          <Plus size={14} />
        </IconButton>
        <Button
          size="sm"
          variant="ghost"
          icon={<Scan size={12} aria-hidden />}
          onClick={zoom.isFitted ? zoom.realSize : zoom.fit}
        >
          {zoom.isFitted ? 'Real size' : fit === 'whole' ? 'Fit' : 'Fit width'}
        </Button>
        <Button size="sm" variant="ghost" icon={<Copy size={12} />} onClick={copy}>
          Copy source
        </Button>
        <Button size="sm" variant="ghost" icon={<Download size={12} />} onClick={() => downloadText(fileName, source)}>
          Save source
        </Button>
      </div>
      <section
        ref={view}
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a picture larger than the view is scrolled by keyboard too
        tabIndex={0}
        className="min-h-0 flex-1 cursor-grab overflow-auto p-6 outline-offset-[-2px] active:cursor-grabbing"
        {...zoom.viewProps}
      >
        {failure !== undefined && (
          <Callout tone="error" icon={null}>
            {failure}
          </Callout>
        )}
        {!isDrawn && failure === undefined && <Skeleton className="h-60 w-full" />}
        <div
          ref={host}
          role="img"
          aria-label={label}
          style={size && { width: size.width * zoom.scale, height: size.height * zoom.scale }}
          className="mx-auto [&_svg]:size-full! [&_svg]:max-w-none!"
        />
      </section>
    </div>
  );
}

const AGAIN_MS = 2_000;

function failureText(error: unknown): string {
  if (error instanceof MermaidNotLoadedError)
    return 'What draws diagrams could not be loaded: the server cannot be reached. The diagram is drawn as soon as it answers.';
  return `The diagram could not be drawn: ${error instanceof Error ? error.message : String(error)}`;
}

interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** As Mermaid drew it, px. */
function sizeOf(host: HTMLElement): PictureSize | undefined {
  const box = host.querySelector('svg')?.viewBox.baseVal;
  return box && box.width > 0 ? { width: box.width, height: box.height } : undefined;
}

/** Scrolls to the first stage: a large flowchart begins half way down, and its top left corner is empty. */
function showStart(host: HTMLElement): void {
  const nodes = [...host.querySelectorAll('.node')].map((node) => ({ node, left: node.getBoundingClientRect().left }));
  const first = nodes.reduce<(typeof nodes)[number] | undefined>(
    (best, next) => (best && best.left <= next.left ? best : next),
    undefined,
  );
  const view = host.parentElement;
  if (!first || !view) return;
  const above = first.node.getBoundingClientRect().top - view.getBoundingClientRect().top + view.scrollTop;
  view.scrollTo({ top: above - view.clientHeight / 2, left: 0, behavior: 'instant' });
}
