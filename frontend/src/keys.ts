import { toggleNames } from "./appearance";
import { byId, isTyping } from "./dom";
import { closePanel, panelIsOpen } from "./panel";
import { openPalette } from "./palette";
import { undoNewest } from "./recent";

/**
 * Single keys act on what the page declares: data-key="c" or "g c" on a link, button or field.
 * The typed character counts, not the place of the key: / and ? sit elsewhere on Nordic, German, French keyboards.
 */

let prefix = "";
let prefixTimer = 0;

/** The visible element that owns `key`: in the open panel, else in the content, else in the frame. */
function owner(key: string): HTMLElement | null {
  const found = [...document.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)];
  const usable = found.filter((element) => element.checkVisibility({ visibilityProperty: true }));
  return (
    usable.find((element) => element.closest("#panel-host")) ??
    usable.find((element) => element.closest("main")) ??
    usable[0] ??
    null
  );
}

function act(element: HTMLElement): void {
  if (isTyping(element)) {
    element.focus();
    if (element instanceof HTMLInputElement) element.select();
  } else {
    element.click();
  }
}

function typed(event: KeyboardEvent): void {
  const key = event.key === "Dead" ? "" : event.key;
  if (key.length !== 1) return;
  if (key === "?") return openHelp(event);
  if (key === "P" && event.shiftKey) {
    event.preventDefault();
    return toggleNames();
  }
  const chord = prefix ? `${prefix} ${key}` : key;
  prefix = "";
  const target = owner(chord) ?? (chord === "/" ? document.querySelector<HTMLElement>("[data-palette]") : null);
  if (target) {
    event.preventDefault();
    act(target);
  } else if (document.querySelector(`[data-key^="${CSS.escape(key)} "]`)) {
    prefix = key;
    window.clearTimeout(prefixTimer);
    prefixTimer = window.setTimeout(() => (prefix = ""), 1200);
  }
}

function openHelp(event: KeyboardEvent): void {
  const dialog = byId("keys-dialog");
  if (!(dialog instanceof HTMLDialogElement)) return;
  event.preventDefault();
  dialog.showModal();
}

export interface PageAction {
  key: string;
  label: string;
  element: HTMLElement;
}

/** What the page offers right now, by its own labels. */
export function pageActions(): PageAction[] {
  const actions = new Map<string, PageAction>();
  for (const element of document.querySelectorAll<HTMLElement>("[data-key]")) {
    const key = element.dataset.key ?? "";
    const label = element.dataset.keyLabel ?? element.getAttribute("aria-label") ?? labelOf(element);
    if (key && label && !actions.has(key) && element.checkVisibility({ visibilityProperty: true })) {
      actions.set(key, { key, label, element });
    }
  }
  return [...actions.values()];
}

function labelOf(element: HTMLElement): string {
  const name = (element.querySelector(".side-label") ?? element).cloneNode(true) as Element;
  for (const extra of name.querySelectorAll(".count, .sr-only")) extra.remove();
  return (name.textContent ?? "").replace(/\s+/g, " ").trim();
}

function fillHelp(): void {
  const list = document.querySelector("[data-key-list]");
  if (!list) return;
  const rows = pageActions().flatMap(({ key, label }) => {
    const keys = document.createElement("span");
    for (const part of key.split(" ")) {
      const cap = document.createElement("kbd");
      cap.className = "kbd";
      cap.textContent = part;
      keys.append(cap, " ");
    }
    const words = document.createElement("span");
    words.textContent = label;
    return [keys, words];
  });
  list.replaceChildren(...rows);
}

export function startKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const withControl = event.ctrlKey || event.metaKey;
    if (withControl && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      return openPalette();
    }
    if (withControl && (event.key === "Enter" || event.key.toLowerCase() === "s")) {
      return offer(event, event.key === "Enter" ? "kollega:confirm" : "kollega:save");
    }
    if (document.querySelector("dialog[open]")) return;
    if (withControl && !event.shiftKey && event.key.toLowerCase() === "z" && !isTyping(event.target)) {
      if (undoNewest()) event.preventDefault();
      return;
    }
    if (event.key === "Escape" && panelIsOpen() && !isTyping(event.target)) return void closePanel();
    // AltGr arrives as Ctrl+Alt and types characters; a plain Ctrl or Alt is the browser's.
    const altGr = event.getModifierState("AltGraph");
    if ((withControl || event.altKey) && !altGr) return;
    if (document.documentElement.dataset.keys === "off" || isTyping(event.target)) return;
    typed(event);
  });
  byId("keys-dialog")?.addEventListener("beforetoggle", fillHelp);
}

/** Ctrl+S and Ctrl+Enter belong to the page when a part of it takes the event. */
function offer(event: KeyboardEvent, name: string): void {
  const origin = event.target instanceof Element ? event.target : document.body;
  const taken = !origin.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true }));
  if (taken) event.preventDefault();
}
