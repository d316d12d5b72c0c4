import { addDays, isoWeek, readDate, toIso, today } from "./datetext";
import { word } from "./words";

/** The month grid of a date field: Monday first, week numbers, arrows, PageUp and PageDown. Loaded when first opened. */

const language = document.documentElement.lang || "en";
const locale = language === "en" ? "en-GB" : language;

let open: { box: HTMLElement; field: HTMLInputElement; button: HTMLElement } | null = null;

export function toggleMonth(field: HTMLInputElement, button: HTMLElement): void {
  const again = open?.field === field;
  close(false);
  if (again) return;
  const box = document.createElement("div");
  box.className = "month";
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", button.getAttribute("aria-label") ?? "");
  field.parentElement!.append(box);
  open = { box, field, button };
  button.setAttribute("aria-expanded", "true");
  box.addEventListener("keydown", onKey);
  box.addEventListener("click", onClick);
  draw(readDate(field.value) ?? today(), true);
}

function close(giveBack: boolean): void {
  if (!open) return;
  open.box.remove();
  open.button.setAttribute("aria-expanded", "false");
  if (giveBack) open.button.focus();
  open = null;
}

document.addEventListener("pointerdown", (event) => {
  const target = event.target as Node;
  if (open && !open.box.contains(target) && !open.button.contains(target)) close(false);
});

function onKey(event: KeyboardEvent): void {
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    return close(true);
  }
  const day = (event.target as HTMLElement).dataset.day;
  if (!day) return;
  const at = readDate(day)!;
  const steps: Record<string, () => Date> = {
    ArrowLeft: () => addDays(at, -1),
    ArrowRight: () => addDays(at, 1),
    ArrowUp: () => addDays(at, -7),
    ArrowDown: () => addDays(at, 7),
    PageUp: () => monthAway(at, -1),
    PageDown: () => monthAway(at, 1),
    Home: () => addDays(at, -((at.getDay() + 6) % 7)),
    End: () => addDays(at, 6 - ((at.getDay() + 6) % 7)),
  };
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  draw(step(), true);
}

function monthAway(date: Date, months: number): Date {
  const last = new Date(date.getFullYear(), date.getMonth() + months + 1, 0).getDate();
  return new Date(date.getFullYear(), date.getMonth() + months, Math.min(date.getDate(), last));
}

function onClick(event: MouseEvent): void {
  const button = (event.target as Element).closest<HTMLElement>("button");
  if (!button || !open) return;
  if (button.dataset.month) return draw(readDate(button.dataset.month)!, false);
  const { field } = open;
  field.value = button.dataset.day ?? "";
  close(false);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.focus();
}

function draw(at: Date, takeFocus: boolean): void {
  if (!open) return;
  const chosen = readDate(open.field.value);
  const name = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric" }).format(at);
  const head = element("div", "month-head");
  head.append(turn("month_previous", "‹", monthAway(at, -1)), text("div", "month-name", name), turn("month_next", "›", monthAway(at, 1)));
  const table = element("table", "");
  table.setAttribute("role", "grid");
  table.append(weekdays());
  let day = addDays(new Date(at.getFullYear(), at.getMonth(), 1), -((new Date(at.getFullYear(), at.getMonth(), 1).getDay() + 6) % 7));
  for (let row = 0; row < 6; row++) {
    const line = element("tr", "");
    line.append(text("th", "", String(isoWeek(day))));
    for (let column = 0; column < 7; column++) {
      line.append(cell(day, at, chosen));
      day = addDays(day, 1);
    }
    table.append(line);
  }
  open.box.replaceChildren(head, table);
  if (takeFocus) open.box.querySelector<HTMLElement>("[tabindex='0']")?.focus();
}

function cell(day: Date, at: Date, chosen: Date | null): HTMLElement {
  const place = element("td", "");
  const button = text("button", "month-day", String(day.getDate())) as HTMLButtonElement;
  button.type = "button";
  button.dataset.day = toIso(day);
  button.tabIndex = toIso(day) === toIso(at) ? 0 : -1;
  button.setAttribute("aria-label", new Intl.DateTimeFormat(locale, { dateStyle: "full" }).format(day));
  if (day.getMonth() !== at.getMonth()) button.dataset.other = "";
  if (toIso(day) === toIso(today())) button.setAttribute("aria-current", "date");
  if (chosen && toIso(day) === toIso(chosen)) button.setAttribute("aria-pressed", "true");
  place.append(button);
  return place;
}

function weekdays(): HTMLElement {
  const row = element("tr", "");
  row.append(text("th", "", word("week_short")));
  for (let day = 0; day < 7; day++) {
    const name = new Intl.DateTimeFormat(locale, { weekday: "short" }).format(new Date(2024, 0, 1 + day));
    row.append(text("th", "", name.slice(0, 2)));
  }
  return row;
}

function turn(label: string, sign: string, to: Date): HTMLElement {
  const button = text("button", "btn btn-quiet btn-icon btn-dense", sign) as HTMLButtonElement;
  button.type = "button";
  button.dataset.month = toIso(to);
  button.setAttribute("aria-label", word(label));
  return button;
}

function element(tag: string, css: string): HTMLElement {
  const made = document.createElement(tag);
  if (css) made.className = css;
  return made;
}

function text(tag: string, css: string, words: string): HTMLElement {
  const made = element(tag, css);
  made.textContent = words;
  return made;
}
