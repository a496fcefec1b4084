import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** How a code field looks: nothing but text in the page's mono; its frame is drawn around it. */
export const codeTheme = EditorView.theme({
  '&': { backgroundColor: 'transparent', color: 'var(--ink)', fontSize: '12px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--font-mono)',
    fontVariantLigatures: 'none',
    lineHeight: '18px',
    overflowX: 'hidden',
  },
  '.cm-content': { padding: '4px 0', caretColor: 'var(--accent)' },
  '.cm-line': { padding: '0 8px' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': { backgroundColor: 'var(--accent-soft)' },
  '.cm-placeholder': { color: 'var(--faint)' },
  '.cm-matchingBracket': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-soft)', outline: 'none' },
  '.fm-code-error': { textDecoration: 'underline wavy var(--failed) 1px', textUnderlineOffset: '3px' },
  '.fm-code-warning': { textDecoration: 'underline wavy var(--recovered) 1px', textUnderlineOffset: '3px' },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    border: 'none',
    borderRadius: '8px',
    boxShadow: 'var(--shadow-float)',
    zIndex: '60',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--font-mono)',
    fontSize: '12px',
    maxHeight: '232px',
    minWidth: '240px',
    maxWidth: '420px',
    padding: '4px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    alignItems: 'baseline',
    gap: '8px',
    padding: '3px 8px',
    borderRadius: '6px',
    lineHeight: '18px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--accent-soft)',
    color: 'var(--ink)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--accent-strong)', fontWeight: '600' },
  '.cm-completionLabel': { flex: 'none' },
  '.cm-completionDetail': {
    flex: '1',
    minWidth: '0',
    marginLeft: '0',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    textAlign: 'right',
    fontStyle: 'normal',
    fontSize: '11px',
    color: 'var(--muted)',
  },
  '.cm-tooltip.cm-completionInfo': {
    padding: '8px 10px',
    maxWidth: '280px',
    fontFamily: 'var(--font-sans)',
    fontSize: '12px',
    lineHeight: '18px',
  },
  '.cm-tooltip.fm-code-call': {
    padding: '6px 10px',
    maxWidth: '420px',
    fontFamily: 'var(--font-sans)',
    fontSize: '12px',
    lineHeight: '18px',
  },
  '.fm-code-call mark': {
    backgroundColor: 'var(--accent-soft)',
    color: 'var(--accent-strong)',
    borderRadius: '3px',
    fontWeight: '600',
  },
  '.fm-code-signature': { display: 'block', fontFamily: 'var(--font-mono)', color: 'var(--accent-strong)' },
});

/** The colours of JSON. */
export const jsonColours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.propertyName, color: 'var(--ink)', fontWeight: '500' },
    { tag: tags.string, color: 'var(--tint-data)' },
    { tag: tags.number, color: 'var(--accent)' },
    { tag: [tags.bool, tags.null], color: 'var(--accent)' },
    { tag: [tags.punctuation, tags.bracket, tags.separator], color: 'var(--muted)' },
  ]),
);
