import type { editor } from 'monaco-editor/editor/editor.api';

/** Gives Monaco the page's colours, as the themes `fm-light` and `fm-dark`. */
export function defineThemes({ defineTheme }: Pick<typeof editor, 'defineTheme'>): void {
  defineTheme('fm-light', {
    base: 'vs',
    inherit: true,
    rules: rules({ key: '3f3f46', text: '3f6f1f', number: '5a55d6' }),
    colors: {
      'editor.background': '#ffffff',
      'editorLineNumber.foreground': '#67676f',
      'editorLineNumber.activeForeground': '#18181b',
      'editorIndentGuide.background1': '#ececef',
      'editorIndentGuide.activeBackground1': '#d0d0d6',
      'editorWidget.background': '#ffffff',
      'editorWidget.border': '#e6e6e9',
      'editorHoverWidget.background': '#ffffff',
      'editorHoverWidget.border': '#e6e6e9',
      'editorSuggestWidget.selectedBackground': '#efeefb',
      'editorSuggestWidget.selectedForeground': '#18181b',
      'editorSuggestWidget.highlightForeground': '#4a45c0',
      'editorSuggestWidget.focusHighlightForeground': '#4a45c0',
      focusBorder: '#5a55d6',
      ...bracketColours('#52525b'),
    },
  });
  defineTheme('fm-dark', {
    base: 'vs-dark',
    inherit: true,
    rules: rules({ key: 'c9c9d1', text: 'a3cf7c', number: '9a97f7' }),
    colors: {
      'editor.background': '#131316',
      'editorGutter.background': '#131316',
      'editorLineNumber.foreground': '#8e8e99',
      'editorLineNumber.activeForeground': '#ededf0',
      'editorIndentGuide.background1': '#222227',
      'editorIndentGuide.activeBackground1': '#3a3a42',
      'editorWidget.background': '#1a1a1e',
      'editorWidget.border': '#3a3a42',
      'editorHoverWidget.background': '#1a1a1e',
      'editorHoverWidget.border': '#3a3a42',
      'editorSuggestWidget.selectedBackground': '#2a2947',
      'editorSuggestWidget.selectedForeground': '#ededf0',
      'editorSuggestWidget.highlightForeground': '#b0adfb',
      'editorSuggestWidget.focusHighlightForeground': '#b0adfb',
      focusBorder: '#8a87f5',
      ...bracketColours('#a6a6b0'),
    },
  });
}

function rules(colours: { readonly key: string; readonly text: string; readonly number: string }) {
  return [
    { token: 'string.key.json', foreground: colours.key },
    { token: 'string.value.json', foreground: colours.text },
    { token: 'number', foreground: colours.number },
    { token: 'keyword', foreground: colours.number },
  ];
}

/** Brackets in one quiet colour: JSON has too many of them to paint each depth. */
function bracketColours(colour: string): Record<string, string> {
  return Object.fromEntries([1, 2, 3, 4, 5, 6].map((depth) => [`editorBracketHighlight.foreground${depth}`, colour]));
}
