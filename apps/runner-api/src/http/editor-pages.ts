import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Request, Router } from 'express';
import expressStaticGzip from 'express-static-gzip';

/**
 * The built editor in `folder`: its files, and its one page for every other address that a browser opens, since the
 * editor routes by itself. Files with a hash in their name never change. Without a build, a page that says how to make
 * one.
 */
export function editorPages(folder: string): Router {
  const router = Router();
  // The build leaves a compressed copy beside each file; compressing anew for each reader took longer than sending it.
  const files = expressStaticGzip(folder, {
    index: false,
    enableBrotli: true,
    orderPreference: ['br'],
    serveStatic: {
      dotfiles: 'ignore',
      setHeaders: (res, path) => {
        const isHashed = /[/\\]assets[/\\]/.test(path);
        res.setHeader('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    },
  });
  // No file has an address that does not decode; there the page says that it leads nowhere.
  router.use((req, res, next) => (isDecodable(req.path) ? files(req, res, next) : next()));
  router.get(/^/, (req, res, next) => {
    const page = join(folder, 'index.html');
    if (!wantsPage(req)) next();
    else if (!existsSync(page)) res.status(503).type('html').send(NOT_BUILT);
    else res.set('Cache-Control', 'no-cache').sendFile(page);
  });
  return router;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Whoever opens an address, and not a script that asks for a file or a route which is not there. */
function wantsPage(req: Request): boolean {
  if (/^\/(?:assets|api)\//.test(plainPathOf(req.path))) return false;
  const isExplicit = /\btext\/html\b/.test(req.get('Accept') ?? '');
  return isExplicit || (req.path === '/' && req.accepts('html') !== false);
}

/** The address as a proxy or a guard might read it: no page of ours looks like one of the API to anybody. */
function plainPathOf(path: string): string {
  const decoded = isDecodable(path) ? decodeURIComponent(path) : path;
  return new URL(decoded.replace(/[\\/]+/g, '/'), 'http://localhost').pathname.toLowerCase();
}

const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>FlowMason</title>
<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem }</style>
<h1>The editor has not been built</h1>
<p>The API answers at <a href="/api/v1/health">/api/v1</a>. To build the editor, run this in the repository and reload:</p>
<pre>npx -y pnpm@12.21.0 build</pre>
</html>
`;
