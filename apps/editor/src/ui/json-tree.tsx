import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronRight, Copy } from 'lucide-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { toast } from 'sonner';
import { classNames } from './class-names.ts';
import { copyText } from './hand-out-text.ts';
import { IconButton } from './icon-button.tsx';
import { type JsonLine, toJsonLines } from './json-lines.ts';

type JsonTreeProps = {
  /** Names the value for those who cannot see it, such as *Response body*. */
  readonly label: string;
  readonly value: unknown;
};

/**
 * A value as JSON that can be folded and copied. Only what is in view is drawn, and long texts are cut until they are
 * asked for, so that a megabyte does not hold up the page.
 */
export function JsonTree({ label, value }: JsonTreeProps): ReactNode {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const lines = useMemo(() => toJsonLines(value, toggled), [value, toggled]);
  function toggle(path: string): void {
    setToggled((before) => {
      const after = new Set(before);
      if (!after.delete(path)) after.add(path);
      return after;
    });
  }
  function copy(): void {
    copyText(typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '')).then(
      () => toast.success(`${label} copied.`),
      (error: unknown) => toast.error(`${label} could not be copied: ${String(error)}`),
    );
  }
  return (
    <div className="group/json relative rounded-md border border-line bg-sunken">
      {lines.length > DRAWN_AT_ONCE ? (
        <VirtualLines label={label} lines={lines} onToggle={toggle} />
      ) : (
        <div className="overflow-x-auto py-1.5 font-mono text-xs [font-variant-ligatures:none]">
          {lines.map((line) => (
            <Line key={line.key} line={line} onToggle={toggle} />
          ))}
        </div>
      )}
      <IconButton
        label={`Copy ${label.toLowerCase()}`}
        side="left"
        className="absolute top-1 right-1 size-6! bg-sunken opacity-0 transition-opacity focus-visible:opacity-100 group-focus-within/json:opacity-100 group-hover/json:opacity-100"
        onClick={copy}
      >
        <Copy size={12} />
      </IconButton>
    </div>
  );
}

const DRAWN_AT_ONCE = 60;
const LINE_PX = 18;

function VirtualLines(props: {
  readonly label: string;
  readonly lines: readonly JsonLine[];
  readonly onToggle: (path: string) => void;
}): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: props.lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    overscan: 20,
  });
  return (
    <section
      ref={scroller}
      aria-label={`${props.label}, ${props.lines.length} lines`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
      tabIndex={0}
      className="h-90 overflow-auto py-1.5 font-mono text-xs [font-variant-ligatures:none]"
    >
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const line = props.lines[index];
          return (
            line && (
              <div
                key={line.key}
                ref={virtual.measureElement}
                data-index={index}
                className="absolute inset-x-0"
                style={{ top: start }}
              >
                <Line line={line} onToggle={props.onToggle} />
              </div>
            )
          );
        })}
      </div>
    </section>
  );
}

function Line(props: { readonly line: JsonLine; readonly onToggle: (path: string) => void }): ReactNode {
  const { line, onToggle } = props;
  const { fold } = line;
  return (
    <div className="flex items-start pr-8 hover:bg-hover" style={{ paddingLeft: 6 + line.depth * 14 }}>
      {fold ? (
        <button
          type="button"
          aria-expanded={fold.isOpen}
          aria-label={`${line.name ?? 'value'}, ${fold.summary}`}
          className="mt-0.5 grid size-3.5 shrink-0 place-items-center rounded-sm text-faint hover:text-ink"
          onClick={() => onToggle(line.path)}
        >
          <ChevronRight size={12} className={classNames('transition-transform', fold.isOpen && 'rotate-90')} />
        </button>
      ) : (
        <span className="size-3.5 shrink-0" />
      )}
      <span className="min-w-0 whitespace-pre-wrap break-words">
        {line.name !== undefined && <span className="text-muted">{line.name}: </span>}
        {fold ? (
          <span className="text-faint">{fold.isOpen ? fold.bracket : fold.summary}</span>
        ) : (
          <Leaf line={line} onToggle={onToggle} />
        )}
      </span>
    </div>
  );
}

function Leaf({ line, onToggle }: { readonly line: JsonLine; readonly onToggle: (path: string) => void }): ReactNode {
  const { text, tint, more } = line;
  return (
    <span className={TINTS[tint]}>
      {text}
      {more !== undefined && (
        <button
          type="button"
          className="ml-1 font-medium font-sans text-accent-strong hover:underline"
          onClick={() => onToggle(line.path)}
        >
          {more}
        </button>
      )}
    </span>
  );
}

const TINTS: Record<JsonLine['tint'], string> = {
  text: 'text-tint-data',
  value: 'text-tint-control',
  quiet: 'text-faint',
};
