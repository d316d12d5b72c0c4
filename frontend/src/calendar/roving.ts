import htmx from "htmx.org";
import { onContent } from "../dom";
import { dropPicked, isPicked, pickedKey, pickUp } from "./pickup";
import { addressOf, openBooking, openDialog, openPanel } from "./open";
import { openCard } from "./move";
import { isCarrying, placeAt } from "./place";
import { say } from "./say";
import {
  cardOf, cardsIn, clock, columnOf, columns, firstMinute, freedom, grid, lastMinute, lengthOf, put, reveal, slotLength,
  startOf,
} from "./surface";

/** The grid is one tab stop: arrows walk over slots and cards, letters act on the card that has focus. */

let cursor: HTMLButtonElement | null = null;

const focusedCard = (): HTMLElement | null => document.activeElement?.closest<HTMLElement>(".cal-card[data-id]") ?? null;

function stops(active: HTMLElement | null): void {
  const place = grid();
  if (!place) return;
  // Only with these keys is it one; the server draws it without, and anew after every change.
  place.setAttribute("role", "application");
  const cards = [...place.querySelectorAll<HTMLElement>(".cal-card[data-id]")];
  const current = active ?? cards.find((card) => columnOf(card).dataset.today !== undefined) ?? cards[0] ?? null;
  for (const card of cards) card.tabIndex = card === current ? 0 : -1;
  // Without a card the grid itself takes the focus and the cursor starts from it.
  place.tabIndex = current ? -1 : 0;
}

export function focusCard(card: HTMLElement): void {
  cursor?.remove();
  stops(card);
  card.focus({ preventScroll: true });
  reveal(card);
}

/** Puts the focus on empty time: a button named by its column, time and freedom. */
function focusSlot(column: HTMLElement, minute: number): void {
  const slot = slotLength();
  const at = Math.max(firstMinute(), Math.min(lastMinute() - slot, minute));
  const card = cardsIn(column).find((one) => startOf(one) < at + slot && startOf(one) + lengthOf(one) > at);
  if (card) return focusCard(card);
  cursor ??= Object.assign(document.createElement("button"), { className: "cal-cursor", type: "button" });
  cursor.dataset.minute = String(at);
  cursor.textContent = clock(at);
  const state = freedom({ column, minute: at, length: slot });
  cursor.setAttribute("aria-label", say("slot", column.dataset.label ?? "", clock(at), say(state === "off" ? "off_hours" : "free")));
  put(cursor, at, slot);
  column.append(cursor);
  cursor.focus({ preventScroll: true });
  reveal(cursor);
}

interface Here {
  column: HTMLElement;
  minute: number;
  end: number;
}

function here(): Here | null {
  const card = focusedCard();
  if (card) return { column: columnOf(card), minute: startOf(card), end: startOf(card) + lengthOf(card) };
  if (cursor?.isConnected && document.activeElement === cursor) {
    const minute = Number(cursor.dataset.minute);
    return { column: columnOf(cursor), minute, end: minute + slotLength() };
  }
  if (document.activeElement !== grid()) return null;
  const column = columns().find((one) => one.dataset.today !== undefined) ?? columns()[0];
  return column ? { column, minute: 9 * 60 - slotLength(), end: 9 * 60 } : null;
}

function sideways(column: HTMLElement, step: number): HTMLElement | null {
  const all = columns();
  return all[all.indexOf(column) + step] ?? null;
}

function walk(at: Here, key: string): void {
  const slot = slotLength();
  // After a card that ends between two slots comes the time right after it.
  if (key === "ArrowDown") focusSlot(at.column, focusedCard() ? at.end : Math.floor(at.end / slot) * slot);
  else if (key === "ArrowUp") focusSlot(at.column, Math.ceil((at.minute - slot) / slot) * slot);
  else if (key === "Home") focusSlot(at.column, firstMinute());
  else if (key === "End") focusSlot(at.column, lastMinute() - slot);
  else {
    const next = sideways(at.column, key === "ArrowRight" ? 1 : -1);
    if (next) focusSlot(next, Math.floor(at.minute / slot) * slot);
  }
}

function jump(at: Here, key: string): void {
  const ahead = key === "ArrowDown" || key === "ArrowRight";
  if (key === "ArrowDown" || key === "ArrowUp") {
    const cards = cardsIn(at.column);
    const found = ahead ? cards.find((card) => startOf(card) > at.minute) : cards.findLast((card) => startOf(card) < at.minute);
    if (found) focusCard(found);
    return;
  }
  for (let column = sideways(at.column, ahead ? 1 : -1); column; column = sideways(column, ahead ? 1 : -1)) {
    const near = cardsIn(column).sort((a, b) => Math.abs(startOf(a) - at.minute) - Math.abs(startOf(b) - at.minute))[0];
    if (near) return focusCard(near);
  }
}

function onCard(card: HTMLElement, key: string): boolean {
  const may = card.dataset.mayMove !== undefined;
  if (key === "Enter") void openCard(card);
  else if (key === " " && may) pickUp(card);
  else if (key === "x" && may) void openDialog(addressOf(card, "cancel"), card);
  else if (key === "e" && may) void openPanel(addressOf(card, "edit"), card);
  else if (key === "a" && may) arrived(card);
  else if (key === "n" && card.dataset.noteUrl) window.location.assign(card.dataset.noteUrl);
  else return false;
  return true;
}

function arrived(card: HTMLElement): void {
  void htmx.ajax("post", addressOf(card, "attendance"), {
    source: card,
    target: "#panel-host",
    swap: "none",
    values: { status: "arrived", row: "card", version: card.dataset.version ?? "", idempotency_key: crypto.randomUUID() },
  });
}

const ARROWS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"]);
const LETTERS = new Set(["x", "e", "a", "n"]);

function typed(event: KeyboardEvent): void {
  if (event.isComposing || event.altKey || event.metaKey || event.defaultPrevented) return;
  if (isPicked()) {
    if (pickedKey(event)) take(event);
    return;
  }
  const at = here();
  if (!at) return;
  if (ARROWS.has(event.key)) {
    take(event);
    if (event.ctrlKey) jump(at, event.key);
    else walk(at, event.key);
    return;
  }
  if (event.ctrlKey) return;
  if (isCarrying() && (event.key === "Enter" || event.key === " ")) {
    take(event);
    placeAt(at.column, at.minute);
    return;
  }
  const card = focusedCard();
  if (card && !(LETTERS.has(event.key) && document.documentElement.dataset.keys === "off") && onCard(card, event.key)) return take(event);
  if (!card && (event.key === "Enter" || event.key === " ") && at.column.dataset.bookable !== undefined) {
    take(event);
    void openBooking({ column: at.column, minute: at.minute, length: slotLength() }, cursor ?? at.column, false);
  }
}

function take(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}

/** After the grid was drawn anew: back to the same card, or to the same time. */
export function restoreCursor(focused: HTMLElement | null): void {
  const id = focused?.closest<HTMLElement>(".cal-card")?.dataset.id;
  stops(id ? cardOf(id) : null);
  if (!focused) return;
  if (id) cardOf(id)?.focus({ preventScroll: true });
  else if (focused === cursor) {
    const old = columns().find((column) => column.id === focused.dataset.column);
    if (old) focusSlot(old, Number(focused.dataset.minute));
  }
}

export function startRoving(): void {
  onContent(() => stops(null));
  document.addEventListener("keydown", (event) => {
    if (grid()?.contains(event.target as Node)) typed(event);
  }, true);
  document.addEventListener("focusout", (event) => {
    if (event.target === cursor) cursor!.dataset.column = columnOf(cursor!)?.id ?? "";
    if (isPicked() && !(event.relatedTarget instanceof Node && grid()?.contains(event.relatedTarget))) dropPicked(false);
  });
}
