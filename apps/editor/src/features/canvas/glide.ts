/** How long a glide of the view takes, in ms; none for those who asked for less motion. */
export function glideMs(): number {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 150;
}
