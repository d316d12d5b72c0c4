import { byId, delegate } from "./dom";
import { remember, undo, type UndoAction } from "./recent";

export interface ToastOptions {
  text: string;
  /** One action, for example undo: a POST to `url`, the answer goes to `target` (else nowhere). */
  action?: UndoAction;
  seconds?: number;
}

const atMost = 3;

/** One line at the bottom for 10 s; it waits while pointer or focus is on it. Never for errors. */
export function toast(options: ToastOptions): void {
  const host = byId("toast-host");
  const source = byId("toast-template");
  if (!host || !(source instanceof HTMLTemplateElement)) return;
  const element = (source.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
  element.querySelector(".toast-words")!.textContent = "";
  const button = element.querySelector<HTMLButtonElement>(".toast-action")!;
  const action = options.action;
  if (action) {
    const entry = remember(options.text, action);
    button.hidden = false;
    button.textContent = action.label;
    button.addEventListener("click", () => {
      element.remove();
      undo(entry);
    });
  }
  host.append(element);
  // A status region speaks what changes in it, not what it was born with.
  element.querySelector(".toast-words")!.textContent = options.text;
  const shown = host.querySelectorAll<HTMLElement>(".toast");
  for (const old of [...shown].slice(0, Math.max(0, shown.length - atMost))) old.remove();
  keepTime(element, options.seconds ?? 10);
}

function keepTime(element: HTMLElement, seconds: number): void {
  let left = seconds * 1000;
  let started = 0;
  let timer = 0;
  const run = (): void => {
    started = performance.now();
    timer = window.setTimeout(() => element.remove(), left);
  };
  const wait = (): void => {
    window.clearTimeout(timer);
    left = Math.max(1500, left - (performance.now() - started));
  };
  element.addEventListener("pointerenter", wait);
  element.addEventListener("pointerleave", run);
  element.addEventListener("focusin", wait);
  element.addEventListener("focusout", run);
  run();
}

export function startToasts(): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-toast]")) keepTime(element, 10);
  delegate("click", "[data-toast-close]", (button) => button.closest(".toast")?.remove());
  document.addEventListener("toast", (event) => {
    const detail = (event as CustomEvent<ToastOptions | { value: string }>).detail;
    toast("value" in detail ? { text: detail.value } : detail);
  });
}
