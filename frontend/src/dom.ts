/** Calls `act` for events of `type` on elements that match, now and later inserted. */
export function delegate<K extends keyof DocumentEventMap>(
  type: K,
  selector: string,
  act: (element: HTMLElement, event: DocumentEventMap[K]) => void,
): void {
  document.addEventListener(type, (event) => {
    const origin = event.target;
    if (!(origin instanceof Element)) return;
    const found = origin.closest<HTMLElement>(selector);
    if (found) act(found, event);
  });
}

export function byId(id: string): HTMLElement | null {
  return document.getElementById(id);
}

/** Runs for the page now and for every fragment that htmx puts in later. */
export function onContent(act: (root: ParentNode) => void): void {
  act(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.target instanceof HTMLElement && event.target !== document.body) act(event.target);
  });
}

const fieldTypes = new Set(["button", "checkbox", "radio", "submit", "reset", "range", "color", "file"]);

/** True while typed characters belong to a field. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.tagName === "TEXTAREA" || target.tagName === "SELECT") return true;
  return target instanceof HTMLInputElement && !fieldTypes.has(target.type);
}

/** The first thing to fill in or press, else the title. */
export function firstFocus(root: HTMLElement): HTMLElement | null {
  return (
    root.querySelector<HTMLElement>("[autofocus]") ??
    root.querySelector<HTMLElement>("[aria-invalid=true]") ??
    root.querySelector<HTMLElement>(
      "input:not([type=hidden]):not([disabled]), select:not([disabled]), textarea:not([disabled]), [contenteditable=true]",
    )
  );
}
