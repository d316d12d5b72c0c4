import { byId } from "../dom";
import { hideGhost, showGhost } from "./ghost";
import { cardOf, columns, grid, reveal, type Stretch } from "./surface";
import { readDate, readTime, toIso } from "../datetext";
import { focusCard, restoreCursor } from "./roving";

/** The open appointment is marked in the grid, and a booking form shows its time there. */

function openId(): string {
  return byId("panel-host")?.querySelector<HTMLElement>("[data-appointment]")?.dataset.appointment ?? "";
}

function markOpen(): void {
  const id = openId();
  for (const card of grid()?.querySelectorAll<HTMLElement>(".cal-card[aria-current]") ?? []) card.removeAttribute("aria-current");
  const card = id ? cardOf(id) : null;
  card?.setAttribute("aria-current", "true");
  if (card) reveal(card);
}

function minuteOf(text: string): number | null {
  const [hour, minute] = (readTime(text) ?? "").split(":").map(Number);
  return hour === undefined || minute === undefined || Number.isNaN(hour) ? null : hour * 60 + minute;
}

/** The stretch that the open form describes, if its column is on the page. */
function drafted(form: HTMLFormElement): Stretch | null {
  const data = new FormData(form);
  const text = (name: string): string => String(data.get(name) ?? "");
  const date = readDate(text("date"));
  const minute = minuteOf(text("start"));
  if (!date || minute === null) return null;
  const day = toIso(date);
  const column = columns().find(
    ({ dataset }) => dataset.date === day && (dataset.person ? dataset.person === text("clinician") : dataset.room === text("room")),
  );
  return column ? { column, minute, length: Number(text("minutes")) || 45 } : null;
}

export function showDraft(): void {
  const form = byId("panel-host")?.querySelector<HTMLFormElement>("form[data-draft]");
  if (!form) return;
  const at = drafted(form);
  if (at) showGhost(at, form.dataset.appointment, form.querySelector("[data-taken]") !== null);
  else hideGhost();
}

/** After the grid was drawn anew. */
export function restoreMarks(focused: HTMLElement | null): void {
  markOpen();
  showDraft();
  restoreCursor(focused);
}

/** The card that opened the panel may have been drawn anew since: then the focus would fall to the page. */
function focusSuccessor(card: HTMLElement | null): void {
  const { activeElement } = document;
  if (card?.isConnected && (activeElement === document.body || activeElement === byId("content"))) focusCard(card);
}

export function startMarks(): void {
  document.addEventListener("htmx:afterSwap", (event) => {
    if ((event as CustomEvent<{ target: HTMLElement }>).detail.target.id !== "panel-host") return;
    hideGhost();
    markOpen();
    showDraft();
  });
  document.addEventListener("kollega:panel-closed", () => {
    hideGhost();
    const closed = grid()?.querySelector<HTMLElement>(".cal-card[aria-current]") ?? null;
    markOpen();
    queueMicrotask(() => focusSuccessor(closed));
  });
  for (const type of ["input", "change"] as const) {
    document.addEventListener(type, (event) => {
      if (event.target instanceof Element && event.target.closest("form[data-draft]")) showDraft();
    });
  }
}
