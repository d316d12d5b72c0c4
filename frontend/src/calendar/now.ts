import { onContent } from "../dom";
import { clock, firstMinute, grid, lastMinute, minuteHeight, put } from "./surface";

/** The red line of the present moment, in the practice's own time, which the server tells once. */

let offset = 0;

function minuteNow(): number {
  const now = new Date(Date.now() + offset);
  return now.getUTCHours() * 60 + now.getUTCMinutes();
}

function draw(): void {
  const place = grid();
  if (!place) return;
  const minute = minuteNow();
  const inside = minute >= firstMinute() && minute < lastMinute();
  for (const line of place.querySelectorAll<HTMLElement>(".cal-now")) {
    line.hidden = !inside;
    put(line, minute, 0);
    if (line.classList.contains("cal-now-label")) line.textContent = clock(minute);
  }
}

/** Opens scrolled to an hour before now, or to the first appointment of other days. */
function scrollToDay(): void {
  const place = grid();
  if (!place || place.dataset.scrolled !== undefined) return;
  place.dataset.scrolled = "";
  const today = place.querySelector(".cal-now") !== null;
  const first = Math.min(...[...place.querySelectorAll<HTMLElement>(".cal-card[data-start]")].map((card) => Number(card.dataset.start)));
  const target = today ? minuteNow() - 60 : Number.isFinite(first) ? first - 30 : 8 * 60;
  place.scrollTop = Math.max(0, (target - firstMinute()) * minuteHeight());
}

export function startNow(): void {
  const start = (): void => {
    const told = grid()?.dataset.now;
    if (told) offset = Date.parse(`${told}Z`) - Date.now();
    draw();
    scrollToDay();
  };
  onContent(start);
  document.addEventListener("calendar:drawn", () => {
    grid()?.setAttribute("data-scrolled", "");
    draw();
  });
  window.setInterval(draw, 20_000);
}
