import { CircleAlert, FileUp } from 'lucide-react';
import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';
import { readTextFile } from '../../model/files/read-text-file.ts';
import type { ImportedText } from '../../store/import-slice.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** Asks what to import: a file of this computer, or a text that is pasted. */
export function ImportSourceDialog(props: {
  readonly onClose: () => void;
  readonly onChosen: (source: ImportedText) => void;
}): ReactNode {
  const { onClose, onChosen } = props;
  const picker = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [failure, setFailure] = useState<string>();
  const formId = useId();

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (text.trim() !== '') onChosen({ fileName: undefined, text });
  }
  async function takeFile(file: File | undefined): Promise<void> {
    if (!file) return;
    try {
      onChosen({ fileName: file.name, text: await readTextFile(file) });
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Import a pipeline"
      description="A file of any dialect, or a bare list of stages. You see what it is before anything is written."
      className="max-w-140"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" disabled={text.trim() === ''}>
            Continue
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-3">
        {failure !== undefined && (
          <Callout tone="error" icon={<CircleAlert size={16} />}>
            {failure}
          </Callout>
        )}
        <div className="flex items-center gap-3 rounded-lg border border-line-strong border-dashed px-4 py-3">
          <span className="min-w-0 flex-1 text-muted">Drop a file anywhere on the page, or choose one.</span>
          <Button data-autofocus icon={<FileUp size={14} aria-hidden />} onClick={() => picker.current?.click()}>
            Choose a file
          </Button>
          <input
            ref={picker}
            type="file"
            accept=".json,application/json"
            aria-label="File to import"
            className="sr-only"
            tabIndex={-1}
            onChange={({ target }) => {
              void takeFile(target.files?.[0]);
              // The same file can be chosen again once it has been mended.
              target.value = '';
            }}
          />
        </div>
        <label className="flex flex-col gap-1">
          <span className="font-medium text-muted text-xs">Or paste the text</span>
          <textarea
            data-plain-field
            value={text}
            onChange={({ target }) => setText(target.value)}
            spellCheck={false}
            placeholder='{ "name": "…", "stages": [ … ] }'
            className="h-40 resize-none rounded-md border border-line bg-sunken px-3 py-2 font-mono text-xs outline-none transition-colors placeholder:text-faint focus:border-accent"
          />
        </label>
      </form>
    </Dialog>
  );
}
