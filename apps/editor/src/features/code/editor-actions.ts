import { monaco } from './monaco.ts';
import { formatText, normaliseText } from './text-commands.ts';

/** Adds our commands to the editor's menu and palette (F1), until it is disposed. */
export function addEditorActions(editor: monaco.editor.IStandaloneCodeEditor): monaco.IDisposable {
  const actions = [
    editor.addAction({
      id: 'flowmason.format',
      label: 'Format',
      keybindings: [monaco.KeyMod.Shift | monaco.KeyMod.Alt | monaco.KeyCode.KeyF],
      contextMenuGroupId: '1_modification',
      precondition: '!editorReadonly',
      run: formatText,
    }),
    editor.addAction({
      id: 'flowmason.normalise',
      label: 'Normalise',
      contextMenuGroupId: '1_modification',
      precondition: '!editorReadonly',
      run: normaliseText,
    }),
  ];
  return {
    dispose: () => {
      for (const action of actions) action.dispose();
    },
  };
}
