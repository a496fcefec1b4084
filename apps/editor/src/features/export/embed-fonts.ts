/** The families of the pictures, as the page's style sheets name them. */
const FAMILIES: ReadonlySet<string> = new Set(['Inter Variable', 'JetBrains Mono Variable']);

/**
 * Style rules that carry the page's fonts inside of them. A picture that is drawn by itself cannot fetch any, and would
 * be set in whatever there is. Latin letters only: the rest falls back.
 */
export async function embedFonts(): Promise<string> {
  const rules = [...document.styleSheets].flatMap(rulesOf).filter(isLatinFont);
  return (await Promise.all(rules.map(embed))).join('\n');
}

/** The sheets of other origins, such as a browser's extensions bring, may not be read; the page's fonts are in none of them. */
function rulesOf(sheet: CSSStyleSheet): readonly CSSRule[] {
  try {
    return [...sheet.cssRules];
  } catch (error) {
    if (error instanceof DOMException && error.name === 'SecurityError') return [];
    throw error;
  }
}

function isLatinFont(rule: CSSRule): rule is CSSFontFaceRule {
  if (!(rule instanceof CSSFontFaceRule)) return false;
  const { style } = rule;
  const family = style.getPropertyValue('font-family').replace(/["']/g, '');
  return (
    FAMILIES.has(family) &&
    style.getPropertyValue('font-style') !== 'italic' &&
    /U\+0+-0*FF\b/i.test(style.getPropertyValue('unicode-range'))
  );
}

async function embed({ style, parentStyleSheet }: CSSFontFaceRule): Promise<string> {
  const [, address] = /url\("?([^")]+)"?\)/.exec(style.getPropertyValue('src')) ?? [];
  if (address === undefined) return '';
  const response = await fetch(new URL(address, parentStyleSheet?.href ?? location.href));
  if (!response.ok) throw new Error(`the font ${address} could not be read: ${response.status}`);
  const data = await toDataUrl(await response.blob());
  const family = style.getPropertyValue('font-family');
  return `@font-face{font-family:${family};font-weight:${style.getPropertyValue('font-weight')};src:url(${data}) format("woff2")}`;
}

function toDataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
