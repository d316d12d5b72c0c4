import { hideGhost, showGhost } from "./ghost";
import { moveCard } from "./move";
import { hold, release } from "./refresh";
import { say, speak } from "./say";
import { columnOf, columns, DAY, freedom, lengthOf, reveal, span, startOf, type Stretch } from "./surface";

/** Space picks a card up: arrows move it, + and - change its length, Space or Enter drop it, Esc puts it back. */

let picked: HTMLElement | null = null;
let to: Stretch | null = null;

export const isPicked = (): boolean => picked !== null;

export function pickUp(card: HTMLElement): void {
  picked = card;
  to = { column: columnOf(card), minute: startOf(card), length: lengthOf(card) };
  card.dataset.origin = "";
  hold("pickup");
  show();
  speak("picked_up");
}

export function dropPicked(keep: boolean): void {
  if (!picked || !to) return;
  const [card, target] = [picked, to];
  picked = null;
  to = null;
  delete card.dataset.origin;
  hideGhost();
  release("pickup");
  if (keep) moveCard(card, target);
  else speak("put_back");
}

function show(): void {
  if (!picked || !to) return;
  showGhost(to, picked.dataset.id);
  const ghost = document.querySelector<HTMLElement>(".cal-ghost");
  if (ghost) reveal(ghost);
}

function step(minutes: number): void {
  to!.minute = Math.max(0, Math.min(DAY - to!.length, to!.minute + minutes));
}

function aside(by: number): void {
  const all = columns();
  to!.column = all[all.indexOf(to!.column) + by] ?? to!.column;
}

function lengthen(by: number): void {
  to!.length = Math.max(5, Math.min(DAY - to!.minute, to!.length + by));
}

/** Returns true when the key belonged to the picked-up card. */
export function pickedKey(event: KeyboardEvent): boolean {
  const far = event.shiftKey ? 60 : 5;
  const acts: Record<string, () => void> = {
    ArrowUp: () => step(-far),
    ArrowDown: () => step(far),
    ArrowLeft: () => aside(-1),
    ArrowRight: () => aside(1),
    "+": () => lengthen(5),
    "-": () => lengthen(-5),
  };
  if (event.key === " " || event.key === "Enter") dropPicked(true);
  else if (event.key === "Escape") dropPicked(false);
  else if (acts[event.key]) {
    acts[event.key]!();
    show();
    const state = freedom(to!, picked!.dataset.id);
    speak("at", to!.column.dataset.label ?? "", span(to!), say(state === "taken" ? "occupied" : state === "off" ? "off_hours" : "free"));
  } else return false;
  return true;
}
