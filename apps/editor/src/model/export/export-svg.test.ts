// @vitest-environment happy-dom
import { builtinComponents } from '@flowmason/engine';
import { buildGraph, readPipeline } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { toStageDiagram } from '../canvas/stage-diagram.ts';
import { placeLayered } from '../layout/layered/layered-layout.ts';
import { layoutDiagram } from '../layout/layout.ts';
import { drawPicture } from './export-svg.ts';
import type { PictureTheme } from './picture.ts';

const THEME: PictureTheme = {
  ground: '#000001',
  surface: '#000002',
  line: '#000003',
  lineStrong: '#000004',
  edge: '#000005',
  ink: '#000006',
  muted: '#000007',
  failed: '#000008',
  note: '#000009',
  tints: { request: '#100000', model: '#200000', control: '#300000', data: '#400000', flow: '#500000' },
};

async function draw(document: object) {
  const text = JSON.stringify({ name: 'p', version: '1.0.0', ...document });
  const { pipeline, ghosts } = readPipeline(text, { components: builtinComponents });
  if (!pipeline) throw new Error('not a pipeline');
  const graph = buildGraph(pipeline, builtinComponents);
  const diagram = toStageDiagram({ graph, ghosts, components: builtinComponents });
  const layout = await layoutDiagram(diagram, async (part) => placeLayered(part), pipeline.layout);
  const icons = new Map([['globe', '<circle r="3"/>']]);
  return drawPicture({ title: 'p', diagram, layout, notes: pipeline.notes ?? [], theme: THEME, icons });
}

function parse(svg: string): Document {
  const document = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(document.querySelector('parsererror')).toBeNull();
  return document;
}

function textsIn(document: Document): readonly (string | null)[] {
  return [...document.querySelectorAll('text')].map(({ textContent }) => textContent);
}

const ask = (id: string, depends_on: readonly string[] = []) => ({
  id,
  component: 'http_request',
  depends_on,
  config: { url: 'https://a/' },
});

describe('drawPicture', () => {
  it('has every stage, every outcome and every lane as text', async () => {
    const stages = [
      ask('ping'),
      {
        id: 'check',
        component: 'conditional',
        depends_on: ['ping'],
        config: { condition: '{{ true }}', if_true: ['guarded'], if_false: [] },
      },
      { id: 'guarded', component: 'trycatch', config: { try: ['inner'], catch: ['missing'] } },
      ask('inner'),
    ];
    const texts = textsIn(parse((await draw({ stages })).svg));
    expect(texts).toEqual(
      expect.arrayContaining(['ping', 'check', 'guarded', 'inner', 'missing', 'not defined', 'true', 'try', 'catch']),
    );
  });

  it('lets nothing in a name act or break the picture', async () => {
    const name = '</text><script>alert(1)</script> & "quoted" \u0000\ud800';
    const { svg } = await draw({ name, stages: [{ ...ask('a'), name }] });
    const document = parse(svg);
    expect(document.querySelectorAll('script')).toHaveLength(0);
    expect(svg).toContain('&#60;/text&#62;');
  });

  it('holds all that is drawn, with a margin', async () => {
    const { svg, width, height } = await draw({
      stages: [ask('a'), ask('b', ['a'])],
      layout: { a: [0, 0], b: [400, 200] },
    });
    expect([width, height]).toEqual([400 + 232 + 64, 200 + 60 + 64]);
    expect(parse(svg).documentElement.getAttribute('viewBox')).toBe(`-32 -32 ${width} ${height}`);
  });

  it('draws notes with their text in lines', async () => {
    const notes = [{ id: 'n', text: 'Ask the team before this is changed.\nSecond', position: [0, 200] }];
    const texts = textsIn(parse((await draw({ stages: [ask('a')], notes })).svg));
    expect(texts.join('|')).toContain('Ask the team before this is|changed.|Second');
  });

  it('uses the icon that it is given and fetches none', async () => {
    const { svg } = await draw({ stages: [ask('a')] });
    expect(svg).toContain('<circle r="3"/>');
    expect(svg).not.toMatch(/href|@import|url\((?!#)/);
  });

  it('draws five hundred stages', async () => {
    const stages = Array.from({ length: 500 }, (_, index) => ask(`s${index}`, index === 0 ? [] : [`s${index - 1}`]));
    const document = parse((await draw({ stages })).svg);
    expect(document.querySelectorAll('path[marker-end]')).toHaveLength(499);
  });

  it('is a picture of nothing for a pipeline without stages', async () => {
    expect(await draw({ stages: [] })).toMatchObject({ width: 64, height: 64 });
  });
});
