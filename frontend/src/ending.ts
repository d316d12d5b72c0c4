import { announce } from "./announce";
import { byId } from "./dom";

/** The browser counts no further than this many milliseconds at once. */
const LONGEST = 2 ** 31 - 1;

/** At the last second of an access the open page ends too; the server refuses its next request in any case. */
export function startEnding(strip: HTMLElement): void {
  if (strip.dataset.armed) return;
  strip.dataset.armed = "yes";
  const last = Date.now() + Number(strip.dataset.endsIn);
  let timer = 0;
  const look = (): void => {
    window.clearTimeout(timer);
    const left = last - Date.now();
    if (left > 0) timer = window.setTimeout(look, Math.min(left, LONGEST));
    else end(strip);
  };
  look();
  // A device that slept wakes up late.
  document.addEventListener("visibilitychange", look);
  document.addEventListener("kollega:access-lost", () => end(strip));
}

function end(strip: HTMLElement): void {
  if (strip.classList.contains("strip-ended")) return;
  strip.classList.add("strip-ended");
  const title = strip.dataset.ended ?? "";
  strip.querySelector("[data-words]")!.textContent = title;
  if (strip.dataset.whole === undefined) {
    announce(title);
    document.body.dispatchEvent(new CustomEvent("calendar-changed"));
    return;
  }
  takeAway();
}

/** What this access showed leaves the page: nobody reads on, and nothing can be sent any more. */
function takeAway(): void {
  const said = byId("access-ended");
  const content = byId("content");
  if (!(said instanceof HTMLTemplateElement) || !content) return;
  for (const open of document.querySelectorAll("dialog[open]")) (open as HTMLDialogElement).close();
  for (const host of ["panel-host", "dialog-host", "toast-host"]) byId(host)?.replaceChildren();
  content.replaceChildren(said.content.cloneNode(true));
  content.classList.remove("content-full");
  document.body.dataset.accessEnded = "";
  for (const frame of document.querySelectorAll<HTMLElement>(".side > .side-group, .phone-bar")) frame.inert = true;
  content.querySelector<HTMLElement>("h1")?.focus();
}
