/** Where things are on the grid. Minutes count from local midnight; the server renders them into data attributes. */

export interface Spot {
  column: HTMLElement;
  minute: number;
}

export interface Stretch extends Spot {
  length: number;
}

export const DAY = 24 * 60;

export const page = (): HTMLElement | null => document.getElementById("calendar");

export const grid = (): HTMLElement | null => document.getElementById("calendar-grid");

export const columns = (): HTMLElement[] => [...(grid()?.querySelectorAll<HTMLElement>(".cal-col") ?? [])];

export const cardsIn = (column: Element): HTMLElement[] =>
  [...column.querySelectorAll<HTMLElement>(".cal-card[data-id]")].sort((a, b) => startOf(a) - startOf(b));

export const cardOf = (id: string): HTMLElement | null =>
  grid()?.querySelector<HTMLElement>(`.cal-card[data-id="${CSS.escape(id)}"]`) ?? null;

export const startOf = (card: HTMLElement): number => Number(card.dataset.start);

export const lengthOf = (card: HTMLElement): number => Number(card.dataset.length);

export const columnOf = (element: Element): HTMLElement => element.closest<HTMLElement>(".cal-col")!;

/** Height of a minute in px at the present density. */
export function minuteHeight(): number {
  const place = grid();
  return place ? parseFloat(getComputedStyle(place).getPropertyValue("--minute")) || 1.2 : 1.2;
}

export function firstMinute(): number {
  return Number(grid()?.dataset.from ?? 0) * 60;
}

export function lastMinute(): number {
  return Number(grid()?.dataset.to ?? 24) * 60;
}

/** The minute under a point of the window, not yet snapped. */
export function minuteAt(column: HTMLElement, y: number): number {
  return firstMinute() + (y - column.getBoundingClientRect().top) / minuteHeight();
}

export function columnAt(x: number): HTMLElement | null {
  const found = columns().find((column) => {
    const { left, right } = column.getBoundingClientRect();
    return x >= left && x < right;
  });
  return found ?? null;
}

export function snapped(minute: number, step: number): number {
  return Math.round(minute / step) * step;
}

/** Puts an element at its minute; the style sheet turns the numbers into pixels. */
export function put(element: HTMLElement, minute: number, length: number): void {
  const { style } = element;
  style.setProperty("--h", String(Math.floor(minute / 60)));
  style.setProperty("--m", String(minute % 60));
  style.setProperty("--dh", String(Math.floor(length / 60)));
  style.setProperty("--dm", String(length % 60));
}

export function unput(element: HTMLElement): void {
  for (const name of ["--h", "--m", "--dh", "--dm"]) element.style.removeProperty(name);
}

/** 615 as "10:15"; a day's end as "24:00". */
export function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

export function span(at: Stretch): string {
  return `${clock(at.minute)}–${clock(at.minute + at.length)}`;
}

export type Freedom = "free" | "taken" | "off";

/** What this page knows about a time; the server is the judge. */
export function freedom(at: Stretch, except?: string): Freedom {
  const end = at.minute + at.length;
  const taken = cardsIn(at.column).some(
    (card) =>
      card.dataset.id !== except &&
      card.dataset.blocking !== undefined &&
      startOf(card) < end &&
      startOf(card) + lengthOf(card) > at.minute,
  );
  if (taken) return "taken";
  const working = [...at.column.querySelectorAll<HTMLElement>(".cal-band[data-start]")].some(
    (band) => startOf(band) <= at.minute && startOf(band) + lengthOf(band) >= end,
  );
  return working || at.column.dataset.room !== undefined ? "free" : "off";
}

/** The slot of the roving focus: half an hour, a quarter in the roomy density. */
export function slotLength(): number {
  return grid()?.classList.contains("cal-roomy") ? 15 : 30;
}

export function reveal(element: HTMLElement): void {
  element.scrollIntoView({ block: "nearest", inline: "nearest" });
}
