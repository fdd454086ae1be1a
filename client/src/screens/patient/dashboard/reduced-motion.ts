/** How long a movement takes: not at all where the reader wants none. */
export function motionDuration(milliseconds: number): number {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : milliseconds;
}
