import { say } from "./say";
import { freedom, put, span, type Stretch } from "./surface";

/** The shape that shows where something will be: one per page. */
let ghost: HTMLElement | null = null;
let shownAt: Stretch | null = null;

export function showGhost(at: Stretch, except?: string, refused = false): void {
  ghost ??= Object.assign(document.createElement("div"), { className: "cal-ghost" });
  ghost.setAttribute("aria-hidden", "true");
  const taken = refused || freedom(at, except) === "taken";
  ghost.toggleAttribute("data-taken", taken);
  const where = at.column.dataset.label ?? "";
  ghost.textContent = taken ? `${span(at)} · ${say("occupied")}` : `${span(at)} · ${where}`;
  put(ghost, at.minute, at.length);
  if (ghost.parentElement !== at.column) at.column.append(ghost);
  shownAt = at;
}

export function hideGhost(): void {
  ghost?.remove();
  shownAt = null;
}

export function ghostAt(): Stretch | null {
  return shownAt;
}
