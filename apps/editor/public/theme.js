// Runs before the first paint, so that a remembered theme never flashes; src/app/theme.ts writes the same key.
(() => {
  const theme = localStorage.getItem('flowmason.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
})();
