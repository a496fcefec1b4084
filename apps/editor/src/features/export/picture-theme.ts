import type { PictureTheme } from '../../model/export/picture.ts';

/** The colours of the page as they are now, light or dark, worked out by the browser. */
export function readPictureTheme(): PictureTheme {
  const probe = document.createElement('span');
  document.body.append(probe);
  const colourOf = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const theme: PictureTheme = {
    ground: colourOf('canvas'),
    surface: colourOf('surface'),
    line: colourOf('line'),
    lineStrong: colourOf('line-strong'),
    edge: colourOf('edge'),
    ink: colourOf('ink'),
    muted: colourOf('muted'),
    failed: colourOf('failed'),
    note: colourOf('sunken'),
    tints: {
      request: colourOf('tint-request'),
      model: colourOf('tint-model'),
      control: colourOf('tint-control'),
      data: colourOf('tint-data'),
      flow: colourOf('tint-flow'),
    },
  };
  probe.remove();
  return theme;
}
