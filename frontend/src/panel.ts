import { byId, delegate, firstFocus } from "./dom";
import { giveFocusBack } from "./dialog";
import { mayLeave } from "./guard";

/** The right-hand panel: beside the content, not modal. Esc in it closes it, and focus goes back. */

let opener: HTMLElement | null = null;

const host = (): HTMLElement | null => byId("panel-host");

export function panelIsOpen(): boolean {
  return host()?.firstElementChild !== null && host() !== null;
}

export async function closePanel(): Promise<void> {
  const place = host();
  if (!place || !panelIsOpen() || !(await mayLeave(place))) return;
  const hadFocus = place.contains(document.activeElement) || document.activeElement === document.body;
  place.replaceChildren();
  document.dispatchEvent(new CustomEvent("kollega:panel-closed"));
  if (hadFocus) giveFocusBack(opener);
  opener = null;
}

export function startPanel(): void {
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, requestConfig } = (event as CustomEvent<{ target: HTMLElement; requestConfig?: { elt?: HTMLElement } }>).detail;
    if (target.id !== "panel-host") return;
    const from = requestConfig?.elt ?? null;
    if (from && !target.contains(from)) opener = from;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const { target } = (event as CustomEvent<{ target: HTMLElement }>).detail;
    if (target.id !== "panel-host" || !panelIsOpen()) return;
    (firstFocus(target) ?? target.querySelector<HTMLElement>("#panel-title"))?.focus();
    document.dispatchEvent(new CustomEvent("kollega:panel-opened"));
  });
  document.addEventListener("panel-close", () => {
    host()?.querySelectorAll("form[data-dirty]").forEach((form) => form.removeAttribute("data-dirty"));
    void closePanel();
  });
  delegate("click", "#panel-host [data-close]", (_button, event) => {
    event.preventDefault();
    void closePanel();
  });
  delegate("keydown", "#panel-host", (_panel, event) => {
    if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    void closePanel();
  });
}
