import { edgeScroll, stopEdgeScroll } from "./edge";
import { hideGhost, showGhost } from "./ghost";
import { openBooking, openPanel } from "./open";
import { openCard } from "./move";
import { hold, release } from "./refresh";
import { minuteAt, page, slotLength, snapped, type Stretch } from "./surface";

/** Clicking or dragging over empty time opens the booking panel; clicking a card opens the card. */

let from: { column: HTMLElement; minute: number; pointer: number; y: number } | null = null;
let chosen: Stretch | null = null;

const STEP = 15;

function begin(event: PointerEvent): void {
  if (event.button !== 0 || !(event.target instanceof Element)) return;
  const column = event.target.closest<HTMLElement>(".cal-col[data-bookable]");
  if (!column || event.target.closest(".cal-card, .cal-cursor") || event.pointerType === "touch") return;
  const minute = Math.floor(minuteAt(column, event.clientY) / STEP) * STEP;
  from = { column, minute, pointer: event.pointerId, y: event.clientY };
  event.preventDefault();
}

function pull(event: PointerEvent): void {
  if (!from || event.pointerId !== from.pointer) return;
  if (!chosen && Math.abs(event.clientY - from.y) < 6) return;
  if (!chosen) hold("select");
  const { clientX, clientY } = event;
  follow(clientY);
  edgeScroll(clientX, clientY, () => follow(clientY));
}

function follow(y: number): void {
  if (!from) return;
  const end = snapped(minuteAt(from.column, y), STEP);
  const low = Math.min(from.minute, end);
  chosen = { column: from.column, minute: low, length: Math.max(STEP, Math.abs(end - from.minute)) };
  showGhost(chosen);
}

function drop(event: PointerEvent): void {
  if (!from || event.pointerId !== from.pointer) return;
  const { column } = from;
  const dragged = chosen;
  const at = dragged ?? clicked(column, event.clientY);
  from = null;
  chosen = null;
  stopEdgeScroll();
  if (dragged) release("select");
  showGhost(at);
  void openBooking(at, column, dragged !== null);
}

/** Links that open in the panel here: those marked so, and the menu's New. */
function panelLink(target: Element): HTMLElement | null {
  const link = target.closest<HTMLAnchorElement>("a[href]");
  if (!link || link.dataset.panel !== undefined) return link;
  const base = page()?.dataset.newUrl;
  return base && link.getAttribute("href") === base ? link : null;
}

function clicked(column: HTMLElement, y: number): Stretch {
  const slot = slotLength();
  return { column, minute: Math.floor(minuteAt(column, y) / slot) * slot, length: slot };
}

export function startSelect(): void {
  document.addEventListener("pointerdown", begin);
  document.addEventListener("pointermove", pull);
  document.addEventListener("pointerup", drop);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !from) return;
    from = null;
    if (chosen) release("select");
    chosen = null;
    hideGhost();
    stopEdgeScroll();
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const card = event.target.closest<HTMLElement>(".cal-card[data-id]");
    const link = panelLink(event.target);
    const column = event.target.closest<HTMLElement>(".cal-col[data-bookable]");
    if (card) {
      event.preventDefault();
      void openCard(card);
    } else if (link) {
      event.preventDefault();
      void openPanel(link.getAttribute("href") ?? "", link);
    } else if (column && event.pointerType === "touch") {
      void openBooking(clicked(column, event.clientY), column, false);
    }
  });
}
