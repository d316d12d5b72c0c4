import htmx from "htmx.org";
import { announce } from "../announce";
import { byId, delegate } from "../dom";
import { closePanel } from "../panel";
import { hideGhost, showGhost } from "./ghost";
import { moveCard } from "./move";
import { isPicked } from "./pickup";
import { say, speak } from "./say";
import { cardOf, clock, columns, freedom, grid, minuteAt, snapped, span, type Stretch } from "./surface";

/**
 * Moving without dragging: Move in the opened appointment, then click the new time, or walk to it and press Enter.
 * What is carried is kept apart from its card, so the target may lie in another week.
 */

interface Carried {
  id: string;
  url: string;
  version: string;
  length: number;
  clinician: string;
  words: string;
}

let carried: Carried | null = null;

export const isCarrying = (): boolean => carried !== null;

function begin(button: HTMLElement): void {
  const { place, url, version, minutes, clinician, words } = button.dataset;
  if (!place || !url || isPicked()) return;
  carried = { id: place, url, version: version ?? "", length: Number(minutes), clinician: clinician ?? "", words: words ?? "" };
  void closePanel().then(() => {
    mark();
    announce(say("carrying", carried?.words ?? ""));
    const card = cardOf(place);
    if (grid()?.checkVisibility()) (card ?? grid())?.focus({ preventScroll: card !== null });
    else document.querySelector<HTMLElement>(".cal-phone .day-free")?.focus();
  });
}

function end(): void {
  carried = null;
  hideGhost();
  mark();
}

function putBack(): void {
  end();
  speak("put_back");
}

/** The strip says what is being moved; the card stays where it was, dashed. */
function mark(): void {
  const strip = byId("cal-moving");
  if (!strip) return;
  strip.hidden = carried === null;
  strip.querySelector("[data-words]")!.textContent = carried ? say("carrying", carried.words) : "";
  for (const card of document.querySelectorAll<HTMLElement>(".cal-card[data-carried]")) delete card.dataset.carried;
  const card = carried && cardOf(carried.id);
  if (card) card.dataset.carried = "";
}

function stretchAt(column: HTMLElement, minute: number): Stretch {
  return { column, minute: Math.max(0, Math.min(24 * 60 - carried!.length, minute)), length: carried!.length };
}

function pointed(event: MouseEvent): Stretch | null {
  const column = event.target instanceof Element ? event.target.closest<HTMLElement>(".cal-col") : null;
  return column && stretchAt(column, snapped(minuteAt(column, event.clientY), event.altKey ? 1 : 5));
}

/** Puts what is carried at a time of the grid. */
export function placeAt(column: HTMLElement, minute: number): void {
  if (!carried) return;
  const to = stretchAt(column, minute);
  const card = cardOf(carried.id);
  if (card) {
    end();
    moveCard(card, to);
    return;
  }
  const { date, person, room } = column.dataset;
  send(date ?? "", clock(to.minute), { ...(person && person !== carried.clinician ? { clinician: person } : {}), ...(room ? { room } : {}) });
}

/** Its card is on another page of the calendar: the server's answer draws this one anew. */
function send(date: string, start: string, more: Record<string, string>): void {
  const { url, version, length } = carried!;
  end();
  void htmx.ajax("post", url, {
    source: byId("calendar-surface") ?? document.body,
    target: "#panel-host",
    swap: "innerHTML",
    values: { date, start, minutes: String(length), version, idempotency_key: crypto.randomUUID(), ...more },
  });
}

/** On a phone the free times of the day are the targets. */
function placeInGap(link: HTMLAnchorElement): void {
  const asked = new URL(link.href).searchParams;
  const clinician = asked.get("clinician") ?? "";
  send(asked.get("date") ?? "", asked.get("start") ?? "", clinician && clinician !== carried!.clinician ? { clinician } : {});
}

/** While carrying, a press in the grid is the target and nothing else: no selection, no drag, no other card. */
function pressed(event: PointerEvent): void {
  if (!carried || !pointed(event)) return;
  event.stopPropagation();
  // A finger may be scrolling to the target; a mouse would take the focus away.
  if (event.pointerType !== "touch") event.preventDefault();
}

function clicked(event: MouseEvent): void {
  if (!carried) return;
  const at = pointed(event);
  const gap = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>(".cal-phone a.day-free") : null;
  if (!at && !gap) return;
  event.preventDefault();
  event.stopPropagation();
  if (at) placeAt(at.column, at.minute);
  else placeInGap(gap!);
}

/** The cursor stands on a time: shown there, and said with free or occupied for the whole length. */
function walked(event: FocusEvent): void {
  if (!carried || !(event.target instanceof HTMLElement) || !event.target.matches(".cal-cursor")) return;
  const column = event.target.closest<HTMLElement>(".cal-col");
  if (!column) return;
  const at = stretchAt(column, Number(event.target.dataset.minute));
  showGhost(at, carried.id);
  const state = freedom(at, carried.id);
  speak("at", column.dataset.label ?? "", span(at), say(state === "taken" ? "occupied" : state === "off" ? "off_hours" : "free"));
}

/** The button stands where there is a place to click: beside a grid or a day's list with its gaps. */
function offer(): void {
  const places = columns().length > 0;
  for (const button of document.querySelectorAll<HTMLElement>("[data-place]")) button.hidden = !places;
}

export function startPlacing(): void {
  delegate("click", "[data-place]", begin);
  delegate("click", "[data-unplace]", putBack);
  document.addEventListener("pointerdown", pressed, true);
  document.addEventListener("click", clicked, true);
  document.addEventListener("focusin", walked);
  document.addEventListener("pointermove", (event) => {
    const at = carried && pointed(event);
    if (at) showGhost(at, carried!.id);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !carried || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    event.stopPropagation();
    putBack();
  }, true);
  document.addEventListener("htmx:afterSwap", () => {
    offer();
    mark();
  });
  document.addEventListener("calendar:drawn", mark);
}
