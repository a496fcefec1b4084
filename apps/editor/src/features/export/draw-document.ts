import { builtinComponents } from '@flowmason/engine';
import { toStageDiagram } from '../../model/canvas/stage-diagram.ts';
import type { PipelineDocument } from '../../model/document/pipeline-document.ts';
import { drawPicture } from '../../model/export/export-svg.ts';
import type { Picture } from '../../model/export/picture.ts';
import { placeLayered } from '../../model/layout/layered/layered-layout.ts';
import { layoutDiagram } from '../../model/layout/layout.ts';
import { drawIcons } from './draw-icons.tsx';
import { embedFonts } from './embed-fonts.ts';
import { readPictureTheme } from './picture-theme.ts';

/**
 * The whole canvas as a picture in the colours of the page, every box open. With fonts it looks the same wherever it is
 * drawn, and is about 100 kB larger.
 * @throws {Error} when the document cannot be read as a pipeline.
 */
export async function drawDocument(
  { reading, graph }: PipelineDocument,
  { title, hasFonts }: { readonly title: string; readonly hasFonts: boolean },
): Promise<Picture> {
  const { pipeline, ghosts } = reading;
  if (!pipeline || !graph) throw new Error('It cannot be read as a pipeline, so there is nothing to draw.');
  const diagram = toStageDiagram({ graph, ghosts, components: builtinComponents });
  const layout = await layoutDiagram(diagram, async (part) => placeLayered(part), pipeline.layout);
  return drawPicture({
    title,
    diagram,
    layout,
    notes: pipeline.notes ?? [],
    theme: readPictureTheme(),
    icons: drawIcons(diagram.nodes.map(({ card }) => card.icon)),
    css: hasFonts ? await embedFonts() : '',
  });
}
