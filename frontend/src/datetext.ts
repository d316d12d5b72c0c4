import { word } from "./words";

/** The same reading of dates and times as kollega.web.date_text; the server's answer is the one that counts. */

const language = document.documentElement.lang || "en";

/** Today in the practice's zone when the page says so (data-today on html), else this device's. */
export function today(): Date {
  const given = document.documentElement.dataset.today;
  const now = new Date();
  return given ? fromIso(given) : new Date(now.getFullYear(), now.getMonth(), now.getDate());
}

export function fromIso(text: string): Date {
  const [year = 0, month = 1, day = 1] = text.split("-").map(Number);
  return new Date(year, month - 1, day);
}

export function toIso(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function real(year: number, month: number, day: number): Date | null {
  const date = new Date(year, month - 1, day);
  return date.getMonth() === month - 1 && date.getDate() === day ? date : null;
}

export function readDate(text: string, past = false): Date | null {
  const typed = text.trim().toLowerCase().replaceAll("’", "'");
  const now = today();
  const named = [word("yesterday"), word("today"), word("tomorrow")].indexOf(typed);
  if (named >= 0) return addDays(now, named - 1);
  const step = /^([+-])\s*(\d{1,3})\s*(d|w|m|y)?$/.exec(typed);
  if (step) return stepped(now, Number(step[2]) * (step[1] === "-" ? -1 : 1), step[3] ?? "d");
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed);
  if (iso) return real(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dayFirst = /^(\d{1,2})[./ -](\d{1,2})[./ -]?(\d{4}|\d{2})?$/.exec(typed);
  if (!dayFirst) return null;
  const [, day, month, year] = dayFirst;
  if (year) {
    const found = real(Number(year) + (year.length === 2 ? 2000 : 0), Number(month), Number(day));
    const late = past && year.length === 2 && found !== null && found > now;
    return late ? real(Number(year) + 1900, Number(month), Number(day)) : found;
  }
  if (past) return null;
  const near = [-1, 0, 1].map((shift) => real(now.getFullYear() + shift, Number(month), Number(day)));
  const distance = (date: Date): number => Math.abs(date.getTime() - now.getTime());
  return near.filter((date) => date !== null).sort((a, b) => distance(a) - distance(b))[0] ?? null;
}

function stepped(from: Date, count: number, unit: string): Date {
  if (unit === "d" || unit === "w") return addDays(from, count * (unit === "w" ? 7 : 1));
  const months = count * (unit === "y" ? 12 : 1);
  const last = new Date(from.getFullYear(), from.getMonth() + months + 1, 0).getDate();
  return new Date(from.getFullYear(), from.getMonth() + months, Math.min(from.getDate(), last));
}

export function addDays(date: Date, days: number): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days);
}

/** ISO week number: the week of that week's Thursday. */
export function isoWeek(date: Date): number {
  const thursday = addDays(date, 3 - ((date.getDay() + 6) % 7));
  const first = new Date(thursday.getFullYear(), 0, 4);
  const monday = addDays(first, -((first.getDay() + 6) % 7));
  return 1 + Math.round((thursday.getTime() - monday.getTime()) / 604_800_000 - 3 / 7);
}

/** "Wed 3 March 2027, week 9" in the language of the page. */
export function spokenDate(date: Date): string {
  const name = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    weekday: "short",
    day: "numeric",
    month: "long",
    year: "numeric",
  }).format(date);
  return `${name}, ${word("week", isoWeek(date))}`;
}

/** "2 May 1984": a birth date needs no weekday and no week. */
export function longDate(date: Date): string {
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long" }).format(date);
}

/** "9", "930", "9.30" to "09:00", "09:30"; null when it is no time of day. */
export function readTime(text: string): string | null {
  const typed = text.trim().toLowerCase();
  const match = /^\d{3,4}$/.test(typed)
    ? /^(\d{1,2})(\d{2})$/.exec(typed)
    : /^(\d{1,2})(?:\s*[.:,h ]\s*(\d{1,2})?)?$/.exec(typed);
  if (!match) return null;
  const [hour, minute] = [Number(match[1]), Number(match[2] ?? 0)];
  if (hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
