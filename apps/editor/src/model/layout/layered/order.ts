import type { Link, Net, Slot } from './net.ts';

const SWEEPS = 8;

/**
 * Orders the slots of each layer so that few links cross: sweeps over the layers, each slot at the mean of its neighbours,
 * and keeps the best order seen. Of equal ones the file's order stays.
 */
export function orderLayers(net: Net): void {
  const incoming = Map.groupBy(net.links, ({ to }) => to);
  const outgoing = Map.groupBy(net.links, ({ from }) => from);
  let best = net.layers.map((layer) => [...layer]);
  let fewest = countCrossings(net);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep += 1) {
    const isForward = sweep % 2 === 0;
    const neighbours = isForward ? incoming : outgoing;
    const order = isForward ? net.layers : net.layers.toReversed();
    for (const layer of order) sortByMean(layer, neighbours, isForward, net);
    const crossings = countCrossings(net);
    if (crossings < fewest) {
      fewest = crossings;
      best = net.layers.map((layer) => [...layer]);
    }
  }
  net.layers.splice(0, net.layers.length, ...best);
}

function sortByMean(layer: Slot[], links: ReadonlyMap<Slot, readonly Link[]>, isForward: boolean, net: Net): void {
  const places = placesOf(net);
  const means = new Map(
    layer.map((slot, index) => {
      const at = (links.get(slot) ?? []).map((link) =>
        placeOfEnd(isForward ? link.from : link.to, isForward ? link.fromY : link.toY, places),
      );
      return [slot, at.length === 0 ? index : at.reduce((sum, place) => sum + place, 0) / at.length];
    }),
  );
  layer.sort((a, b) => (means.get(a) ?? 0) - (means.get(b) ?? 0));
}

function placesOf(net: Net): ReadonlyMap<Slot, number> {
  return new Map(net.layers.flatMap((layer) => layer.map((slot, index) => [slot, index] as const)));
}

/** Between its slot and the next one, by the height of the port: outcomes of one decision keep their order. */
function placeOfEnd(slot: Slot, y: number, places: ReadonlyMap<Slot, number>): number {
  return (places.get(slot) ?? 0) + (slot.height === 0 ? 0 : (0.9 * y) / slot.height);
}

function countCrossings(net: Net): number {
  const places = placesOf(net);
  const byLayer = Map.groupBy(net.links, ({ from }) => from.layer);
  let crossings = 0;
  for (const links of byLayer.values()) {
    const ends = links.map(
      ({ from, to, fromY, toY }) => [placeOfEnd(from, fromY, places), placeOfEnd(to, toY, places)] as const,
    );
    for (const [index, [a, b]] of ends.entries()) {
      for (const [c, d] of ends.slice(index + 1)) if ((a - c) * (b - d) < 0) crossings += 1;
    }
  }
  return crossings;
}
