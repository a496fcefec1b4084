import type { Note } from '@flowmason/pipeline-schema';
import type { DiagramNode, StageDiagram } from '../canvas/stage-diagram.ts';
import type { DiagramLayout } from '../layout/layout-compose.ts';

/** Colours of a picture; a picture leaves the page, so they cannot be its variables. */
export interface PictureTheme {
  readonly ground: string;
  readonly surface: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly edge: string;
  readonly ink: string;
  readonly muted: string;
  readonly failed: string;
  readonly note: string;
  readonly tints: Readonly<Record<DiagramNode['card']['category'], string>>;
}

/** What a picture is drawn of. */
export interface PictureSource {
  readonly title: string;
  readonly diagram: StageDiagram;
  readonly layout: DiagramLayout;
  readonly notes: readonly Note[];
  readonly theme: PictureTheme;
  /** The strokes of each icon by its name, drawn in 24 × 24; a card whose icon is missing has none. */
  readonly icons: ReadonlyMap<string, string>;
  /** Goes into the picture as its style sheet, such as the fonts. */
  readonly css?: string;
}

/** A picture as SVG, and its size in px. */
export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}
