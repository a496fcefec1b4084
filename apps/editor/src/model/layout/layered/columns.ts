import type { PlacedGraph } from '../layout-graph.ts';
import { type Box, CARD_GAP, type Point } from '../layout-sizes.ts';
import type { Link, Net } from './net.ts';

/** Between two layers: the least room, the room beside verticals, and from one vertical to the next. */
const CHANNEL = { least: CARD_GAP.across, border: 16, side: 20, track: 12 } as const;

/** Gives the layers their places from left to right and draws the links in the channels between them. */
export function placeColumns(net: Net): PlacedGraph {
  const linksFrom = Map.groupBy(net.links, ({ from }) => from.layer);
  const starts: number[] = [];
  const tracks = new Map<Link, number>();
  let x = 0;
  let width = 0;
  for (const [index, layer] of net.layers.entries()) {
    const layerWidth = Math.max(0, ...layer.map(({ node }) => (node?.border ? 0 : (node?.width ?? 0))));
    starts.push(x);
    width = x + layerWidth;
    const links = linksFrom.get(index) ?? [];
    const { count, trackOf } = assignTracks(links);
    const isEmptyBorder = layer.length === 0;
    const touchesBorder = [layer, net.layers[index + 1] ?? []].some((slots) => slots.some(({ node }) => node?.border));
    const least = isEmptyBorder ? 0 : touchesBorder ? CHANNEL.border : CHANNEL.least;
    const isLast = index === net.layers.length - 1 || net.layers.slice(index + 1).every((slots) => slots.length === 0);
    const channel = isLast ? 0 : Math.max(least, count === 0 ? 0 : 2 * CHANNEL.side + (count - 1) * CHANNEL.track);
    const first = width + (channel - (count - 1) * CHANNEL.track) / 2;
    for (const [link, track] of trackOf) tracks.set(link, first + track * CHANNEL.track);
    x = width + channel;
  }
  const slots = net.layers.flat();
  const boxes = new Map<string, Box>(
    slots.flatMap(({ id, node, layer, y }) =>
      node ? [[id, { x: starts[layer] ?? 0, y, width: node.width, height: node.height }] as const] : [],
    ),
  );
  const routes = new Map(
    [...net.linksOf].map(([id, links]) => [id, links.flatMap((link) => toCorners(link, starts, tracks))]),
  );
  const height = Math.max(0, ...slots.map((slot) => slot.y + slot.height));
  return { width, height, boxes, routes };
}

function toCorners(link: Link, starts: readonly number[], tracks: ReadonlyMap<Link, number>): readonly Point[] {
  const [fromY, toY] = [link.from.y + link.fromY, link.to.y + link.toY];
  const start = {
    x: (starts[link.from.layer] ?? 0) + (link.from.node?.border ? 0 : (link.from.node?.width ?? 0)),
    y: fromY,
  };
  const end = { x: starts[link.to.layer] ?? 0, y: toY };
  const track = tracks.get(link);
  return track === undefined ? [start, end] : [start, { x: track, y: fromY }, { x: track, y: toY }, end];
}

interface Vertical {
  readonly links: readonly Link[];
  readonly from: number;
  readonly top: number;
  readonly bottom: number;
  readonly isDown: boolean;
}

/**
 * Which vertical runs beside which. Links of one source share theirs. Of those that lead down the lowest source comes first,
 * of those that lead up the highest, so that they do not cut each other off.
 */
function assignTracks(links: readonly Link[]): { count: number; trackOf: ReadonlyMap<Link, number> } {
  const bent = links.filter((link) => Math.abs(link.from.y + link.fromY - link.to.y - link.toY) > 0.5);
  const verticals = [...Map.groupBy(bent, ({ source }) => source).values()].map(toVertical);
  const down = verticals.filter(({ isDown }) => isDown).toSorted((a, b) => b.from - a.from);
  const up = verticals.filter(({ isDown }) => !isDown).toSorted((a, b) => a.from - b.from);
  const tracks: Vertical[][] = [];
  const trackOf = new Map<Link, number>();
  for (const vertical of [...down, ...up]) {
    let track = 0;
    while (tracks[track]?.some((other) => other.top < vertical.bottom + 8 && vertical.top < other.bottom + 8))
      track += 1;
    tracks[track] = [...(tracks[track] ?? []), vertical];
    for (const link of vertical.links) trackOf.set(link, track);
  }
  return { count: tracks.length, trackOf };
}

function toVertical(links: readonly Link[]): Vertical {
  const from = Math.max(...links.map((link) => link.from.y + link.fromY));
  const ends = links.map((link) => link.to.y + link.toY);
  const top = Math.min(from, ...ends);
  const bottom = Math.max(from, ...ends);
  return { links, from, top, bottom, isDown: bottom - from >= from - top };
}
