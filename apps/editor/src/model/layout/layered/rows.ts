import { CARD_GAP } from '../layout-sizes.ts';
import type { Link, Net, Slot } from './net.ts';

/** Least distances, from the bottom of a slot to the top of the next: between cards, beside a passage, between passages. */
const GAP = { cards: CARD_GAP.down, beside: 20, passages: 14 } as const;

/**
 * Gives every slot its height. Each wants to stand level with its neighbours; where two want the same place, the one with
 * more ahead of it gets it, so that the main line stays straight, and the other moves aside.
 */
export function placeRows(net: Net): void {
  const incoming = Map.groupBy(net.links, ({ to }) => to);
  const outgoing = Map.groupBy(net.links, ({ from }) => from);
  for (const layer of net.layers) settle(layer, () => undefined);
  for (let sweep = 0; sweep < 3; sweep += 1) {
    for (const layer of net.layers.toReversed()) settle(layer, (slot) => wishBehind(outgoing.get(slot)));
    for (const layer of net.layers) settle(layer, (slot) => wishBefore(incoming.get(slot)));
  }
  const top = Math.min(...net.layers.flat().map(({ y }) => y), Number.POSITIVE_INFINITY);
  for (const slot of net.layers.flat()) slot.y = Number.isFinite(top) ? slot.y - top : 0;
}

function wishBefore(links: readonly Link[] | undefined): number | undefined {
  return links && mean(links.map(({ from, fromY, toY }) => from.y + fromY - toY));
}

function wishBehind(links: readonly Link[] | undefined): number | undefined {
  return links && mean(links.map(({ to, fromY, toY }) => to.y + toY - fromY));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

interface Block {
  readonly slots: Slot[];
  wish: number;
  weight: number;
}

/**
 * The heights nearest to all wishes (least squares, by weight) that keep the order and the distances: neighbours whose
 * wishes collide are joined to a block that moves as one.
 */
function settle(layer: readonly Slot[], wishOf: (slot: Slot) => number | undefined): void {
  const offsets = stackedOffsets(layer);
  const weights = weightsOf(layer);
  const blocks: Block[] = [];
  for (const slot of layer) {
    const wish = wishOf(slot);
    const weight = wish === undefined ? 0.01 : (weights.get(slot) ?? 1);
    let block: Block = { slots: [slot], wish: (wish ?? slot.y) - (offsets.get(slot) ?? 0), weight };
    for (let above = blocks.at(-1); above && above.wish > block.wish; above = blocks.at(-1)) {
      blocks.pop();
      const sum = above.weight + block.weight;
      const joined = (above.wish * above.weight + block.wish * block.weight) / sum;
      block = { slots: [...above.slots, ...block.slots], wish: joined, weight: sum };
    }
    blocks.push(block);
  }
  for (const { slots, wish } of blocks) for (const slot of slots) slot.y = wish + (offsets.get(slot) ?? 0);
}

/** Where each would stand if all were stacked as tightly as they may. */
function stackedOffsets(layer: readonly Slot[]): ReadonlyMap<Slot, number> {
  const offsets = new Map<Slot, number>();
  let y = 0;
  for (const [index, slot] of layer.entries()) {
    offsets.set(slot, y);
    const next = layer[index + 1];
    if (next) y += slot.height + gapBetween(slot, next);
  }
  return offsets;
}

function gapBetween(a: Slot, b: Slot): number {
  if (a.node && b.node) return GAP.cards;
  return a.node || b.node ? GAP.beside : GAP.passages;
}

/** Who has more ahead weighs so much more that the others do not move it by a pixel. */
function weightsOf(layer: readonly Slot[]): ReadonlyMap<Slot, number> {
  const ranks = [...new Set(layer.map(({ ahead }) => ahead))].toSorted((a, b) => b - a);
  return new Map(layer.map((slot) => [slot, 1000 ** (2 - Math.min(2, ranks.indexOf(slot.ahead)))]));
}
