/** What the toolbar at the top left covers of the canvas, with some air below it; px. What is brought into view stays below. */
export const CANVAS_TOP = 60;
