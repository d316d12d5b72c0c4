import htmx from "htmx.org";
import { announce } from "./announce";
import { byId } from "./dom";
import { word } from "./words";

/** What can still be undone: longer than its toast is shown, in the list "Recent" and by Ctrl+Z. */

export interface UndoAction {
  label: string;
  url: string;
  target?: string;
  /** How long the server still takes it back; 180 s unless told. */
  seconds?: number;
}

interface Entry {
  text: string;
  action: UndoAction;
  until: number;
}

let entries: Entry[] = [];

export function remember(text: string, action: UndoAction): Entry {
  const entry = { text, action, until: Date.now() + (action.seconds ?? 180) * 1000 };
  entries.unshift(entry);
  refresh();
  return entry;
}

export function undo(entry: Entry): void {
  entries = entries.filter((other) => other !== entry);
  refresh();
  const { url, target } = entry.action;
  void htmx.ajax("post", url, target ? { target } : { target: "body", swap: "none" });
}

/** Takes back the newest; says so when there is nothing. */
export function undoNewest(): boolean {
  refresh();
  const newest = entries[0];
  if (newest) undo(newest);
  else announce(word("nothing_to_undo"));
  return newest !== undefined;
}

function refresh(): void {
  entries = entries.filter((entry) => entry.until > Date.now());
  for (const button of document.querySelectorAll<HTMLElement>("[data-recent]")) button.hidden = entries.length === 0;
  const list = byId("recent-list");
  const source = byId("recent-row");
  if (!list || !(source instanceof HTMLTemplateElement)) return;
  list.replaceChildren(...entries.map((entry) => row(entry, source)));
}

function row(entry: Entry, source: HTMLTemplateElement): Node {
  const made = source.content.cloneNode(true) as DocumentFragment;
  made.querySelector("[data-text]")!.textContent = entry.text;
  made.querySelector("[data-left]")!.textContent = word("minutes_left", Math.ceil((entry.until - Date.now()) / 60_000));
  const button = made.querySelector("button")!;
  button.textContent = entry.action.label;
  button.addEventListener("click", () => {
    button.closest("dialog")?.close();
    undo(entry);
  });
  return made;
}

export function startRecent(): void {
  window.setInterval(refresh, 15_000);
}
