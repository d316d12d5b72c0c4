import { grid } from "./surface";

/** Near the edge of the grid, dragging scrolls it. */
const ZONE = 32;
const STEP = 10;
let frame = 0;

export function edgeScroll(x: number, y: number, moved: () => void): void {
  stopEdgeScroll();
  const place = grid();
  if (!place) return;
  const box = place.getBoundingClientRect();
  const head = place.querySelector<HTMLElement>(".cal-heads")?.offsetHeight ?? 0;
  const down = pushed(y, box.top + head, box.bottom);
  const right = pushed(x, box.left + 56, box.right);
  if (!down && !right) return;
  const run = (): void => {
    place.scrollBy(right * STEP, down * STEP);
    moved();
    frame = window.requestAnimationFrame(run);
  };
  frame = window.requestAnimationFrame(run);
}

function pushed(at: number, from: number, to: number): -1 | 0 | 1 {
  if (at < from + ZONE) return -1;
  return at > to - ZONE ? 1 : 0;
}

export function stopEdgeScroll(): void {
  window.cancelAnimationFrame(frame);
}
