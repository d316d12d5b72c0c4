import htmx from "htmx.org";
import { byId } from "../dom";
import { mayLeave } from "../guard";
import { clock, page, type Stretch } from "./surface";

/** Opening things beside and over the grid; every address is a page of its own too. */

async function into(target: "#panel-host" | "#dialog-host", url: string, source: Element): Promise<void> {
  const host = byId(target.slice(1));
  if (target === "#panel-host" && host && !(await mayLeave(host))) return;
  await htmx.ajax("get", url, { target, swap: "innerHTML", source });
}

export function openPanel(url: string, source: Element): Promise<void> {
  return into("#panel-host", url, source);
}

export function openDialog(url: string, source: Element): Promise<void> {
  return into("#dialog-host", url, source);
}

/** The booking panel for a stretch of the grid; without a length the service decides. */
export function openBooking(at: Stretch, source: Element, withLength: boolean): Promise<void> {
  const base = page()?.dataset.newUrl;
  const { date, person, room } = at.column.dataset;
  if (!base || !date) return Promise.resolve();
  const fields = new URLSearchParams({ date, start: clock(at.minute) });
  if (person) fields.set("clinician", person);
  if (room) fields.set("room", room);
  if (withLength) fields.set("minutes", String(at.length));
  return openPanel(`${base}?${fields.toString()}`, source);
}

/** The address of one appointment's page `part`, for example "move". */
export function addressOf(card: HTMLElement, part: string): string {
  const url = card.getAttribute("href") ?? "";
  return part ? `${url}${part}/` : url;
}
