import { monaco } from './monaco.ts';

/**
 * For JSON a word is everything up to a comma or a quote; in ours the id of a stage is one, and each name of a path. JSON's
 * own setting comes with its mode, which is loaded some time after the first text has opened: ours follows it. Holds until it is
 * disposed.
 */
export function setOwnWords(model: monaco.editor.ITextModel): monaco.IDisposable {
  const set = (): monaco.IDisposable =>
    monaco.languages.setLanguageConfiguration('json', { wordPattern: /[\p{L}\p{N}_$-]+/u });
  const ours = [set()];
  const listening = model.onDidChangeLanguageConfiguration(() => {
    listening.dispose();
    ours.push(set());
  });
  return {
    dispose: () => {
      listening.dispose();
      for (const configuration of ours) configuration.dispose();
    },
  };
}
