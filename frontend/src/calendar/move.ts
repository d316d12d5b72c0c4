import htmx from "htmx.org";
import { openPanel, addressOf } from "./open";
import { release, hold } from "./refresh";
import { clock, columnOf, lengthOf, put, startOf, type Stretch, unput } from "./surface";
import { showGhost } from "./ghost";
import { speak } from "./say";

/** Moves a card at once, striped until the server has answered; refused, it springs back. */
export function moveCard(card: HTMLElement, to: Stretch): void {
  const from: Stretch = { column: columnOf(card), minute: startOf(card), length: lengthOf(card) };
  if (from.column === to.column && from.minute === to.minute && from.length === to.length) return;
  hold("move");
  place(card, to);
  card.dataset.saving = "";
  const answered = (event: Event): void => {
    const { xhr, elt } = (event as CustomEvent<{ xhr: XMLHttpRequest; elt: Element }>).detail;
    if (elt !== card) return;
    document.removeEventListener("htmx:afterRequest", answered);
    delete card.dataset.saving;
    release("move");
    if (xhr.status >= 200 && xhr.status < 300) return;
    place(card, from);
    unput(card);
    if (xhr.status === 409) showGhost(to, card.dataset.id, true);
    else card.dataset.failed = "";
    speak("put_back");
  };
  document.addEventListener("htmx:afterRequest", answered);
  void htmx.ajax("post", addressOf(card, "move"), {
    source: card,
    target: "#panel-host",
    swap: "innerHTML",
    values: fieldsOf(card, from, to),
  });
}

function place(card: HTMLElement, at: Stretch): void {
  put(card, at.minute, at.length);
  if (columnOf(card) !== at.column) {
    const focused = document.activeElement === card;
    at.column.append(card);
    if (focused) card.focus({ preventScroll: true });
  }
}

function fieldsOf(card: HTMLElement, from: Stretch, to: Stretch): Record<string, string> {
  const { date, person, room } = to.column.dataset;
  const fields: Record<string, string> = {
    date: date ?? "",
    start: clock(to.minute),
    minutes: String(to.length),
    version: card.dataset.version ?? "",
    idempotency_key: crypto.randomUUID(),
  };
  const still = from.column === to.column && from.minute === to.minute;
  if (still) fields.resized = "on";
  else if (from.length !== to.length) fields.both = "1";
  // Only what the column changes: another room's column does not change the clinician, nor the other way round.
  if (person && person !== from.column.dataset.person) fields.clinician = person;
  if (room && room !== from.column.dataset.room) fields.room = room;
  return fields;
}

export function openCard(card: HTMLElement): Promise<void> {
  return openPanel(addressOf(card, ""), card);
}
