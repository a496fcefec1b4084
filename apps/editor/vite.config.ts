import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const RUNNER = process.env['FM_RUNNER_URL'] ?? 'http://127.0.0.1:8999';

export default defineConfig({
  plugins: [react(), tailwindcss(), preloadPipelinePage()],
  server: {
    host: '127.0.0.1',
    port: 5173,
    // The runner checks Host and Origin; through the proxy both are its own.
    proxy: { '/api': { target: RUNNER, changeOrigin: true, headers: { origin: RUNNER } } },
  },
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    // Monaco, Mermaid and ELK are big and loaded on demand; what counts is the sum before the canvas shows.
    chunkSizeWarningLimit: 4000,
    // One file per lazy part keeps the number of requests before the canvas small.
    modulePreload: { polyfill: false },
  },
});

/**
 * Lets the browser fetch the page of a pipeline and the reader beside the first script instead of after it. The start page
 * gets them too, and opens a pipeline at once.
 */
function preloadPipelinePage(): Plugin {
  return {
    name: 'preload-pipeline-page',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) =>
        Object.values(bundle).flatMap((chunk) =>
          chunk.type === 'chunk' && PRELOADED.includes(chunk.name)
            ? [{ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `/${chunk.fileName}` } }]
            : [],
        ),
    },
  };
}

const PRELOADED = ['pipeline-page', 'pipeline-document', 'stage-card', 'select'];
