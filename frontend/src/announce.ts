import { byId } from "./dom";

let timer = 0;

/** Says one sentence to a screen reader, politely; the last one within 400 ms wins. */
export function announce(text: string): void {
  const host = byId("announcer");
  if (!host) return;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => {
    host.textContent = "";
    window.requestAnimationFrame(() => (host.textContent = text));
  }, 400);
}
