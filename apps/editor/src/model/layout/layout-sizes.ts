import type { DiagramNode } from '../canvas/stage-diagram.ts';

export type Point = { readonly x: number; readonly y: number };
export type Size = { readonly width: number; readonly height: number };
export type Box = Point & Size;

/** A stage's card. Sizes are fixed, so that the layout never waits for the page. */
export const CARD = { width: 232, height: 60, armHeight: 20, armPadding: 20 } as const;

/** Least room from one card to the next: beside it, where lines pass, and below it. */
export const CARD_GAP = { across: 48, down: 32 } as const;

/** A scope's box: its header, the free stripes at both sides, and the room above and below the cards of a lane. */
export const SCOPE = { header: 44, side: 24, laneTop: 32, laneBottom: 20 } as const;

/** Characters of an outcome's name that fit on its line. */
const ARM_NAME_LIMIT = 18;

/** The size of a card; a decision with many outcomes is taller, so that each has its own line. */
export function sizeOfCard({ arms }: Pick<DiagramNode, 'arms'>): Size {
  const forArms = arms.length * CARD.armHeight + CARD.armPadding;
  return { width: CARD.width, height: arms.length > 2 ? forArms : CARD.height };
}

/** Where an edge leaves a card or box, from its top left corner: at the right, each outcome at its own height. */
export function outletOf(node: Pick<DiagramNode, 'arms' | 'lanes'>, width: number, arm: string | undefined): Point {
  if (node.lanes.length > 0) return { x: width, y: SCOPE.header / 2 };
  const { height } = sizeOfCard(node);
  const index = arm === undefined ? -1 : node.arms.indexOf(arm);
  const y = index < 0 ? height / 2 : (height / (node.arms.length + 1)) * (index + 1);
  return { x: width, y };
}

/** Where edges enter a card or box, from its top left corner: at the left. */
export function inletOf(node: Pick<DiagramNode, 'arms' | 'lanes'>): Point {
  return { x: 0, y: node.lanes.length > 0 ? SCOPE.header / 2 : sizeOfCard(node).height / 2 };
}

/** The name of an outcome as it stands on its line: cut in the middle when it is long. */
export function armText(name: string): string {
  return name.length <= ARM_NAME_LIMIT ? name : `${name.slice(0, ARM_NAME_LIMIT - 6)}…${name.slice(-5)}`;
}

/** Free room at the right of a decision, so that the names of its outcomes stand on straight lines. */
export function armLabelWidth(arms: readonly string[]): number {
  if (arms.length === 0) return 0;
  return Math.max(...arms.map((arm) => armText(arm).length)) * 6.5 + 20;
}
