import { onContent } from "./dom";
import { longDate, readDate, readTime, spokenDate } from "./datetext";
import { word } from "./words";

/** Typed dates and times: what was understood stands under the field, in words. */

function echoOf(field: HTMLInputElement): HTMLElement | null {
  return document.getElementById(`${field.id}-echo`);
}

function say(field: HTMLInputElement, text: string, known: boolean): void {
  const place = echoOf(field);
  if (!place) return;
  place.textContent = text;
  place.dataset.state = known ? "known" : "unknown";
}

function echoDate(field: HTMLInputElement, left: boolean): void {
  const birth = field.dataset.date === "birth";
  const found = readDate(field.value, birth);
  if (found) say(field, birth ? longDate(found) : spokenDate(found), true);
  else say(field, left && field.value.trim() ? word("date_unknown") : "", !left);
}

function echoTime(field: HTMLInputElement, left: boolean): void {
  const found = readTime(field.value);
  if (found && left) field.value = found;
  say(field, !found && left && field.value.trim() ? word("time_unknown") : "", found !== null);
}

function addMonth(field: HTMLInputElement): void {
  const button = field.parentElement?.querySelector<HTMLButtonElement>("[data-month-button]");
  if (!button || field.dataset.date === "birth") return;
  button.hidden = false;
  button.addEventListener("click", () => {
    void import("./month").then(({ toggleMonth }) => toggleMonth(field, button));
  });
}

export function startDates(): void {
  onContent((root) => {
    for (const field of root.querySelectorAll<HTMLInputElement>("input[data-date]")) {
      field.addEventListener("input", () => echoDate(field, false));
      field.addEventListener("change", () => echoDate(field, true));
      echoDate(field, false);
      addMonth(field);
    }
    for (const field of root.querySelectorAll<HTMLInputElement>("input[data-time]")) {
      field.addEventListener("input", () => echoTime(field, false));
      field.addEventListener("change", () => echoTime(field, true));
    }
  });
}
