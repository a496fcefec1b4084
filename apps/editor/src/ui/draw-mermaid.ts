/** The drawing program itself did not come: whoever it comes from is away. Trying again later may help. */
export class MermaidNotLoadedError extends Error {
  override readonly name = 'MermaidNotLoadedError';
}

/**
 * Draws Mermaid text as SVG, strictly: scripts, links and HTML in it do nothing. Mermaid can only draw one picture at a time,
 * so calls wait for each other; one whose `signal` is aborted before its turn draws nothing.
 * @throws {Error} when the text is not Mermaid, with the line that it stumbled over.
 * @throws {MermaidNotLoadedError} when there is nothing to draw it with.
 * @throws the reason of `signal` when that is aborted.
 */
export function drawMermaid(source: string, isDark: boolean, signal: AbortSignal): Promise<string> {
  const drawn = last.then(() => draw(source, isDark, signal));
  last = drawn.catch(() => undefined); // the caller hears of the failure; the next one in the queue need not
  return drawn;
}

let last: Promise<unknown> = Promise.resolve();
let count = 0;

async function draw(source: string, isDark: boolean, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const { default: mermaid } = await import('mermaid').catch(tellNotLoaded);
  await document.fonts.ready; // text is measured while drawing
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    theme: 'base',
    themeVariables: isDark ? DARK : LIGHT,
    themeCSS: cssFor(isDark ? DARK : LIGHT),
    look: 'classic',
    fontFamily: FONT,
    maxEdges: 20_000,
    maxTextSize: 2_000_000,
    flowchart: { curve: 'basis', padding: 12, nodeSpacing: 32, rankSpacing: 40, useMaxWidth: false },
    gantt: { barHeight: 20, barGap: 6, fontSize: 12, sectionFontSize: 12, leftPadding: 180, topPadding: 44 },
  });
  count += 1;
  try {
    return (await mermaid.render(`mermaid-${count}`, source)).svg;
  } catch (error) {
    // Each kind of diagram is a part of its own; only what cannot be fetched is a TypeError with these words.
    if (error instanceof TypeError && /dynamically imported module|module script/.test(error.message))
      tellNotLoaded(error);
    throw error;
  }
}

function tellNotLoaded(cause: unknown): never {
  throw new MermaidNotLoadedError('What draws diagrams could not be loaded.', { cause });
}

const FONT = '"Inter Variable", ui-sans-serif, sans-serif';

/** What the theme's variables do not reach: no shadows, hairlines for the grid, our sizes of text. */
function cssFor({ gridColor }: { readonly gridColor: string }): string {
  return `
    .titleText { font-size: 14px; font-weight: 600; }
    .edgeLabel { font-size: 12px; }
    .node rect, .node polygon, .node path, .node circle, .cluster rect { filter: none !important; }
    .grid .tick line { stroke: ${gridColor} !important; stroke-opacity: 1; }
    .grid path { stroke: none; }
  `;
}

/** The page's colours; Mermaid computes with them, so they cannot be CSS variables. */
const LIGHT = {
  fontFamily: FONT,
  fontSize: '13px',
  background: '#ffffff',
  primaryColor: '#ffffff',
  primaryBorderColor: '#c9c9d0',
  primaryTextColor: '#18181b',
  lineColor: '#8e8e99',
  clusterBkg: '#f4f4f8',
  clusterBorder: '#d0d0d6',
  edgeLabelBackground: '#ffffff',
  titleColor: '#18181b',
  sectionBkgColor: '#f7f7f8',
  sectionBkgColor2: '#f7f7f8',
  altSectionBkgColor: '#ffffff',
  gridColor: '#e6e6e9',
  taskBkgColor: '#e4e3f7',
  taskBorderColor: '#b6b3ea',
  taskTextColor: '#18181b',
  taskTextDarkColor: '#18181b',
  taskTextOutsideColor: '#52525b',
  critBkgColor: '#c9c6f3',
  critBorderColor: '#5a55d6',
  doneTaskBkgColor: '#d3ecdb',
  doneTaskBorderColor: '#15803d',
  activeTaskBkgColor: '#cfe3f8',
  activeTaskBorderColor: '#0b69c7',
  todayLineColor: '#5a55d6',
};

const DARK = {
  ...LIGHT,
  darkMode: true,
  background: '#131316',
  primaryColor: '#1a1a1e',
  primaryBorderColor: '#3a3a42',
  primaryTextColor: '#ededf0',
  lineColor: '#8e8e99',
  clusterBkg: '#17171b',
  clusterBorder: '#3a3a42',
  edgeLabelBackground: '#131316',
  titleColor: '#ededf0',
  sectionBkgColor: '#17171b',
  sectionBkgColor2: '#17171b',
  altSectionBkgColor: '#131316',
  gridColor: '#2a2a30',
  taskBkgColor: '#2a2947',
  taskBorderColor: '#4a4786',
  taskTextColor: '#ededf0',
  taskTextDarkColor: '#ededf0',
  taskTextOutsideColor: '#a6a6b0',
  critBkgColor: '#3b398a',
  critBorderColor: '#8a87f5',
  doneTaskBkgColor: '#1d3b2b',
  doneTaskBorderColor: '#4cc38a',
  activeTaskBkgColor: '#173656',
  activeTaskBorderColor: '#58a6f5',
  todayLineColor: '#8a87f5',
};
