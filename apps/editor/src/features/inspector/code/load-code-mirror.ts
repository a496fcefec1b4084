import { loadPatiently } from '../../../api/load-patiently.ts';
import type { mountCodeEditor } from './code-mirror.ts';

/** The editor of code fields once it has been fetched; it is not part of what the page loads first. */
export let codeMirror: typeof mountCodeEditor | undefined;

let loading: Promise<typeof mountCodeEditor | undefined> | undefined;

/** Fetches the editor, once. Undefined when it could not be fetched: the plain field does until somebody asks again. */
export function loadCodeMirror(): Promise<typeof mountCodeEditor | undefined> {
  loading ??= loadPatiently(() => import('./code-mirror.ts')).then(
    ({ mountCodeEditor }) => {
      codeMirror = mountCodeEditor;
      return mountCodeEditor;
    },
    () => {
      loading = undefined;
      return undefined;
    },
  );
  return loading;
}
