/**
 * Where menus and completions are put: in the page's main region, because what floats outside of every region is skipped by
 * those who go from region to region.
 */
export function pageRegion(): HTMLElement {
  return document.getElementById('main') ?? document.body;
}
