/** Return the duration of an animation in ms; 0 where the reader prefers reduced motion. */
export function motionDuration(milliseconds: number): number {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : milliseconds;
}
