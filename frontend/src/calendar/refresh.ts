import { byId } from "../dom";
import { restoreMarks } from "./marks";
import { grid, page } from "./surface";

/** Others' changes appear by quiet asking; what is being moved or picked up is never pulled away. */

const SECONDS = 15;
const holders = new Set<string>();
let wanted = false;
let asking = false;
let forced = false;

/** While somebody holds, the grid stays as it is. */
export function hold(who: string): void {
  holders.add(who);
}

export function release(who: string): void {
  holders.delete(who);
  if (wanted && holders.size === 0) void refresh();
}

export async function refresh(): Promise<void> {
  const calendar = page();
  if (!calendar || asking) return;
  wanted = true;
  if (holders.size > 0) return;
  wanted = false;
  asking = true;
  try {
    const token = forced ? "" : (byId("calendar-surface")?.dataset.token ?? "");
    forced = false;
    const answer = await fetch(window.location.href, {
      headers: { "X-Poll": "1", "X-Requested-With": "fetch", ...(token ? { "If-None-Match": `"${token}"` } : {}) },
    });
    if (answer.status === 403 || answer.status === 404) document.dispatchEvent(new CustomEvent("kollega:access-lost"));
    if (answer.status !== 200 || answer.redirected) return;
    const html = await answer.text();
    if (holders.size > 0 || page() !== calendar) {
      wanted = true;
      return;
    }
    replace(html);
  } catch {
    // No connection: the next round tries again, and the strip at the top tells.
  } finally {
    asking = false;
  }
}

function replace(html: string): void {
  const old = byId("calendar-surface");
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("calendar-surface");
  if (!old || !fresh) return;
  const place = grid();
  const [top, left] = [place?.scrollTop ?? 0, place?.scrollLeft ?? 0];
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(document.adoptNode(fresh));
  const now = grid();
  now?.scrollTo(left, top);
  restoreMarks(focused instanceof HTMLElement ? focused : null);
  document.dispatchEvent(new CustomEvent("calendar:drawn"));
}

export function startRefresh(): void {
  document.body.addEventListener("calendar-changed", () => {
    forced = true;
    void refresh();
  });
  document.addEventListener("kollega:online", () => void refresh());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void refresh();
  });
  window.setInterval(() => {
    if (document.visibilityState === "visible") void refresh();
  }, SECONDS * 1000);
}
