import { hideGhost, showGhost } from "./ghost";
import { moveCard } from "./move";
import { hold, release } from "./refresh";
import { edgeScroll, stopEdgeScroll } from "./edge";
import { columnAt, columnOf, DAY, lengthOf, minuteAt, snapped, startOf, type Stretch } from "./surface";

/** Dragging a card with the mouse to another time or column, or its lower edge to another length. */

interface Drag {
  card: HTMLElement;
  resize: boolean;
  x: number;
  y: number;
  grab: number;
  to: Stretch;
  under: boolean;
  pointer: number;
}

const THRESHOLD = 4;
const GRIP = 10;
let drag: Drag | null = null;
let swallowClick = false;

function begin(event: PointerEvent): void {
  if (event.button !== 0 || event.pointerType === "touch" || !(event.target instanceof Element)) return;
  const card = event.target.closest<HTMLElement>(".cal-card[data-may-move]");
  if (!card || card.dataset.saving !== undefined) return;
  const box = card.getBoundingClientRect();
  const column = columnOf(card);
  // From the first moment: a card that is drawn anew under the pointer would not be the one that is pulled.
  hold("drag");
  drag = {
    card,
    resize: box.bottom - event.clientY <= Math.min(GRIP, box.height / 3),
    x: event.clientX,
    y: event.clientY,
    grab: minuteAt(column, event.clientY) - startOf(card),
    to: { column, minute: startOf(card), length: lengthOf(card) },
    under: false,
    pointer: event.pointerId,
  };
}

function pull(event: PointerEvent): void {
  if (!drag || event.pointerId !== drag.pointer) return hover(event);
  if (!drag.under) {
    if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < THRESHOLD) return;
    drag.under = true;
    drag.card.dataset.origin = "";
    document.documentElement.classList.add(drag.resize ? "cal-resizing" : "cal-dragging");
    window.getSelection()?.removeAllRanges();
  }
  event.preventDefault();
  const { clientX, clientY, altKey } = event;
  follow(clientX, clientY, altKey ? 1 : 5);
  edgeScroll(clientX, clientY, () => follow(clientX, clientY, altKey ? 1 : 5));
}

function follow(x: number, y: number, step: number): void {
  if (!drag) return;
  const { card, to } = drag;
  if (drag.resize) {
    const length = snapped(minuteAt(to.column, y), step) - to.minute;
    to.length = Math.min(DAY - to.minute, Math.max(step, length));
  } else {
    to.column = columnAt(x) ?? to.column;
    const minute = snapped(minuteAt(to.column, y) - drag.grab, step);
    to.minute = Math.max(0, Math.min(DAY - to.length, minute));
  }
  showGhost(to, card.dataset.id);
}

/** The pointer says beforehand that the lower edge changes the length. */
function hover(event: PointerEvent): void {
  if (event.pointerType === "touch" || !(event.target instanceof Element)) return;
  const card = event.target.closest<HTMLElement>(".cal-card[data-may-move]");
  if (!card || card.querySelector(".cal-grip")) return;
  card.append(Object.assign(document.createElement("span"), { className: "cal-grip" }));
}

function drop(event: PointerEvent): void {
  if (!drag || event.pointerId !== drag.pointer) return;
  const { card, to, under } = drag;
  end();
  if (!under) return;
  swallowClick = true;
  window.setTimeout(() => (swallowClick = false));
  moveCard(card, to);
}

function end(): void {
  if (!drag) return;
  delete drag.card.dataset.origin;
  if (drag.under) hideGhost();
  release("drag");
  document.documentElement.classList.remove("cal-dragging", "cal-resizing");
  stopEdgeScroll();
  drag = null;
}

export function startDrag(): void {
  document.addEventListener("pointerdown", begin);
  document.addEventListener("pointermove", pull);
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", end);
  // The browser's own dragging of links would take the pointer away.
  document.addEventListener("dragstart", (event) => {
    if (event.target instanceof Element && event.target.closest(".cal-card")) event.preventDefault();
  });
  document.addEventListener(
    "click",
    (event) => {
      if (!swallowClick) return;
      swallowClick = false;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !drag?.under) return;
      event.preventDefault();
      event.stopPropagation();
      end();
    },
    true,
  );
}
