import { announce } from "../announce";

/** The calendar's own words; the server renders them into the page. */
let table: Record<string, string> | null = null;

export function say(name: string, ...values: (string | number)[]): string {
  table ??= JSON.parse(document.getElementById("calendar-words")?.textContent ?? "{}") as Record<string, string>;
  let text = table[name] ?? name;
  for (const value of values) text = text.replace("{}", String(value));
  return text;
}

export function speak(name: string, ...values: (string | number)[]): void {
  announce(say(name, ...values));
}
