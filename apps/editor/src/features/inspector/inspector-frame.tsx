import { type KeyboardEvent, type PointerEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { ActiveFieldContext } from './active-field.ts';
import { BrokenNotice } from './broken-notice.tsx';
import { FieldDock } from './dock/field-dock.tsx';
import { InspectedContext } from './inspected.ts';
import { useActiveField } from './use-active-field.ts';
import { usePreviewRuns } from './use-preview-run.ts';
import { useRevealedField } from './use-revealed-field.ts';

/**
 * A form with the dock below it. While the text is broken nothing can be changed by form: nobody knows what belongs where.
 */
export function InspectorFrame({
  opened,
  stageId,
  children,
}: {
  readonly opened: OpenedPipeline;
  readonly stageId: string | undefined;
  readonly children: ReactNode;
}): ReactNode {
  const { chosen, known } = usePreviewRuns(opened);
  const { active, activate, onPointerDownCapture } = useActiveField();
  const form = useRef<HTMLDivElement>(null);
  useRevealedField(form, { opened, stageId });
  // One clock for as long as the panel is open, so that previews do not flicker with the time.
  const [nowMs] = useState(() => Math.floor(Date.now() / 1000) * 1000);
  const inspected = useMemo(
    () => ({ opened, stageId, source: { run: chosen, nowMs }, knownRun: known }),
    [opened, stageId, chosen, known, nowMs],
  );
  return (
    <InspectedContext value={inspected}>
      <ActiveFieldContext value={activate}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it only hears what is done to the controls inside */}
        <div
          className="flex h-full flex-col"
          onPointerDownCapture={onPointerDownCapture}
          onPointerDown={holdButton}
          onKeyDown={goToId}
        >
          <div className="min-h-0 flex-1 overflow-y-auto">
            {opened.isStale && <BrokenNotice opened={opened} />}
            <div ref={form} inert={opened.isStale} className={opened.isStale ? 'opacity-60' : ''}>
              {children}
            </div>
          </div>
          {active && !opened.isStale && <FieldDock field={active} />}
        </div>
      </ActiveFieldContext>
    </InspectedContext>
  );
}

/**
 * What is found while a button is pressed may move it away from under the pointer. It stays the one that is pressed. Selects
 * and menus open on the press already and follow the pointer themselves.
 */
function holdButton({ target, pointerId }: PointerEvent): void {
  const button = target instanceof Element ? target.closest('button:not([role=combobox], [aria-haspopup=menu])') : null;
  button?.setPointerCapture(pointerId);
}

/** F2 renames, wherever in the form the focus is. */
function goToId({ key, currentTarget }: KeyboardEvent<HTMLElement>): void {
  if (key !== 'F2') return;
  const field = currentTarget.querySelector<HTMLInputElement>('[data-stage-id-field]');
  field?.focus();
  field?.select();
}
