import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type IndexHtmlTransformContext, type Plugin } from 'vite';

const RUNNER = process.env['FM_RUNNER_URL'] ?? 'http://127.0.0.1:8999';

/** The same that `public/first.js` says to the page: zod is not to try code made of text, which the policy forbids. */
const ZOD_WITHOUT_EVAL = 'globalThis.__zod_globalConfig = { jitless: true };';

export default defineConfig({
  plugins: [react(), tailwindcss(), preloadPipelinePage(), preloadFonts()],
  server: {
    host: '127.0.0.1',
    port: 5173,
    // The runner checks Host and Origin; through the proxy both are its own.
    proxy: { '/api': { target: RUNNER, changeOrigin: true, headers: { origin: RUNNER } } },
  },
  worker: { format: 'es', rolldownOptions: { output: { banner: ZOD_WITHOUT_EVAL } } },
  build: {
    target: 'es2023',
    // Monaco, Mermaid and ELK are big and loaded on demand; what counts is the sum before the canvas shows.
    chunkSizeWarningLimit: 4000,
    // One file per lazy part keeps the number of requests before the canvas small.
    modulePreload: { polyfill: false },
  },
});

/**
 * Lets the browser fetch the page of a pipeline and the reader, with all that they import, beside the first script instead of
 * after it: else what they import is asked for only when they have come. The start page gets them too, and opens a pipeline
 * at once.
 */
function preloadPipelinePage(): Plugin {
  return {
    name: 'preload-pipeline-page',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) =>
        [...withImports(bundle, PRELOADED)]
          .filter((fileName) => !html.includes(fileName))
          .map((fileName) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `/${fileName}` },
          })),
    },
  };
}

const PRELOADED = ['pipeline-page', 'pipeline-document'];

/** Fetches the letters beside the scripts: found only when the first text is laid out, they would have all of it painted twice. */
function preloadFonts(): Plugin {
  return {
    name: 'preload-fonts',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) =>
        Object.keys(bundle)
          .filter((fileName) => FIRST_FONTS.test(fileName))
          .map((fileName) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, href: `/${fileName}` },
          })),
    },
  };
}

const FIRST_FONTS = /\/(inter|jetbrains-mono)-latin-wght-normal-.*\.woff2$/;

type Bundle = NonNullable<IndexHtmlTransformContext['bundle']>;

/** The files of the chunks of these names, and of all that they import at once. */
function withImports(bundle: Bundle, names: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const open = Object.values(bundle).filter((chunk) => chunk.type === 'chunk' && names.includes(chunk.name));
  for (let chunk = open.pop(); chunk; chunk = open.pop()) {
    if (chunk.type !== 'chunk' || found.has(chunk.fileName)) continue;
    found.add(chunk.fileName);
    for (const imported of chunk.imports) open.push(...[bundle[imported] ?? []].flat());
  }
  return found;
}
