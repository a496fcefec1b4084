// Runs before everything else: what must not wait until the page's scripts are there.
(() => {
  // A remembered theme never flashes; src/app/theme.ts writes the same key.
  const theme = localStorage.getItem('flowmason.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;

  // The page's policy forbids code made of text, so zod need not try it: the error that it would catch costs tens of ms.
  globalThis.__zod_globalConfig = { jitless: true };

  // The file of a pipeline comes beside the scripts instead of after them; src/app/open-early.ts asks for the same.
  const id = /^\/pipelines\/([^%]+)$/.exec(location.pathname)?.[1];
  if (id === undefined) return;
  const link = document.createElement('link');
  link.rel = 'preload';
  link.as = 'fetch';
  link.crossOrigin = 'anonymous';
  link.href = `/api/v1/pipelines/${encodeURIComponent(id)}`;
  document.head.append(link);
})();
