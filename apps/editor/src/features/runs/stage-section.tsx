import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { classNames } from '../../ui/class-names.ts';

type SectionProps = {
  readonly title: string;
  /** Stands quietly behind the title. */
  readonly note?: ReactNode;
  readonly startsClosed?: boolean;
  readonly children: ReactNode;
};

/** A part of the stage panel that can be closed; each title remembers for the page how it was left. */
export function StageSection({ title, note, startsClosed = false, children }: SectionProps): ReactNode {
  const [isOpen, setOpen] = useState(() => remembered.get(title) ?? !startsClosed);
  const bodyId = useId();
  function toggle(): void {
    remembered.set(title, !isOpen);
    setOpen(!isOpen);
  }
  return (
    <div className="border-line border-t">
      <h3>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={bodyId}
          className="flex h-8 w-full items-center gap-1 pr-4 pl-2.5 text-left font-medium text-xs -outline-offset-2 hover:bg-hover"
          onClick={toggle}
        >
          <ChevronRight
            size={12}
            aria-hidden
            className={classNames('shrink-0 text-faint transition-transform', isOpen && 'rotate-90')}
          />
          {title}
          {note !== undefined && <span className="tabular min-w-0 truncate font-normal text-muted">· {note}</span>}
        </button>
      </h3>
      <div id={bodyId} hidden={!isOpen} className="px-4 pb-3">
        {isOpen && children}
      </div>
    </div>
  );
}

/** By title, for as long as the page lives: whoever opens *Config* on one stage wants it on the next. */
const remembered = new Map<string, boolean>();
