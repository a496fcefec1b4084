import type { Picture } from '../../model/export/picture.ts';

/** What browsers draw at most: px along one side, and in all. */
const MAX_SIDE = 16_000;
const MAX_AREA = 120_000_000;

/**
 * The picture in pixels, two for each of its own, or fewer where it would be larger than browsers draw.
 * @throws {Error} when the browser cannot draw it.
 */
export async function drawPng({ svg, width, height }: Picture): Promise<Blob> {
  const scale = Math.min(2, MAX_SIDE / Math.max(width, height), Math.sqrt(MAX_AREA / (width * height)));
  const image = await loadImage(svg);
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(width * scale);
  canvas.height = Math.floor(height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser gives no canvas to draw on.');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The picture is too large for this browser. The SVG has no such limit.');
  return blob;
}

async function loadImage(svg: string): Promise<HTMLImageElement> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } catch (cause) {
    throw new Error('The browser could not read the picture.', { cause });
  } finally {
    URL.revokeObjectURL(url);
  }
}
