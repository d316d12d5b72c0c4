import htmx from "htmx.org";
import { announce } from "../announce";
import { delegate } from "../dom";
import { markClean } from "../guard";

/** The booking panel: choosing a client from what the server found, lengths and times as chips, a new client in place. */

function change(field: HTMLInputElement | HTMLSelectElement, value: string): void {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function named(form: HTMLFormElement, name: string): HTMLInputElement | HTMLSelectElement | null {
  const found = form.elements.namedItem(name);
  return found instanceof HTMLInputElement || found instanceof HTMLSelectElement ? found : null;
}

const step = (): HTMLElement | null => document.querySelector<HTMLElement>("[data-client-step]");

const bookingForm = (): HTMLFormElement | null => document.querySelector<HTMLFormElement>("#booking-form");

/** A client who comes too: a row of the list, which is sent with the form. */
function join(at: HTMLElement, id: string, name: Node[]): void {
  const list = at.querySelector<HTMLElement>("[data-party]");
  const row = at.querySelector<HTMLTemplateElement>("[data-other-row]")?.content.firstElementChild?.cloneNode(true);
  if (!list || !(row instanceof HTMLElement)) return;
  const known = [...list.querySelectorAll("input"), bookingForm()?.elements.namedItem("client")];
  if (!known.some((field) => field instanceof HTMLInputElement && field.value === id)) {
    list.append(row);
    row.querySelector("[data-name]")!.append(...name);
    change(row.querySelector("input")!, id);
  }
  at.querySelector<HTMLElement>("[data-find]")!.hidden = true;
  at.querySelector("#client-options")?.replaceChildren();
  at.querySelector<HTMLInputElement>("#client-search")!.value = "";
  if (at.dataset.adding !== "always") delete at.dataset.adding;
  at.querySelector<HTMLElement>("[data-another]")?.focus();
}

function another(button: HTMLElement): void {
  const at = button.closest<HTMLElement>("[data-client-step]")!;
  at.dataset.adding ??= "";
  at.querySelector<HTMLElement>("[data-find]")!.hidden = false;
  at.querySelector<HTMLInputElement>("#client-search")?.focus();
}

function drop(button: HTMLElement): void {
  const at = button.closest<HTMLElement>("[data-client-step]")!;
  const row = button.closest("li")!;
  change(row.querySelector("input")!, "");
  row.remove();
  at.querySelector<HTMLElement>("[data-another]")?.focus();
}

/** The name as the option shows it, hidden names included. */
function nameOf(option: HTMLElement): Node[] {
  return [...option.querySelectorAll(".person-name, .person-initials")].map((part) => part.cloneNode(true));
}

function choose(id: string, name: Node[]): void {
  const at = step();
  if (at?.dataset.adding !== undefined) join(at, id, name);
  else pick(id);
}

/** The panel is asked for again with the client: it brings their last visits and what is usual for them. */
function pick(id: string): void {
  const form = bookingForm();
  const at = step();
  if (!form || !at) return;
  const line = named(form, "internal_line")?.value ?? "";
  const fields = new URLSearchParams({ client: id });
  for (const name of ["date", "start", "clinician", "room"]) {
    const value = named(form, name)?.value;
    if (value) fields.set(name, value);
  }
  for (const name of ["minutes", "service"]) {
    const value = named(form, name)?.value;
    if (value && form.dataset.lengthSet !== undefined) fields.set(name, value);
  }
  for (const other of new FormData(form).getAll("others")) fields.append("others", String(other));
  markClean(form.parentNode ?? document);
  void htmx
    .ajax("get", `${at.dataset.newUrl ?? ""}?${fields.toString()}`, { target: "#panel-host", swap: "innerHTML", source: at })
    .then(() => {
      const again = bookingForm();
      const field = again && named(again, "internal_line");
      if (field && line) change(field, line);
    });
}

function unpick(button: HTMLElement): void {
  const form = bookingForm();
  const field = form && named(form, "client");
  if (field) change(field, "");
  const at = button.closest<HTMLElement>("[data-client-step]")!;
  delete at.dataset.adding;
  at.querySelector<HTMLElement>("[data-picked]")!.hidden = true;
  at.querySelector<HTMLElement>("[data-find]")!.hidden = false;
  at.querySelector<HTMLInputElement>("input[type=search]")?.focus();
}

const options = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("#client-options [data-client]")];

let chosen = -1;

/** The option that Enter takes is told to the field, which keeps the focus. */
function mark(at: number): void {
  const rows = options();
  chosen = rows.length === 0 ? -1 : (at + rows.length) % rows.length;
  rows.forEach((row, index) => row.setAttribute("aria-selected", String(index === chosen)));
  const input = document.querySelector<HTMLInputElement>("#client-search");
  input?.setAttribute("aria-expanded", String(rows.length > 0));
  const active = rows[chosen]?.id;
  if (active) input?.setAttribute("aria-activedescendant", active);
  else input?.removeAttribute("aria-activedescendant");
  rows[chosen]?.scrollIntoView({ block: "nearest" });
}

function searching(event: KeyboardEvent): void {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    mark(chosen + (event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "Enter") {
    event.preventDefault();
    const option = options()[Math.max(0, chosen)];
    if (option?.dataset.client) choose(option.dataset.client, nameOf(option));
  }
}

function setField(button: HTMLElement): void {
  const form = button.closest("form") ?? bookingForm();
  if (!form) return;
  const { set, value, and, andValue } = button.dataset;
  if (set === "minutes") form.dataset.lengthSet = "";
  for (const [name, wanted] of [[set, value], [and, andValue]] as const) {
    const field = name ? named(form, name) : null;
    if (field && wanted !== undefined) change(field, wanted);
  }
}

/** Chips show which value the field has; a service brings its own length and its possible places. */
function reflect(form: HTMLFormElement): void {
  for (const chip of form.querySelectorAll<HTMLElement>("[data-set]")) {
    const { set, value, and, andValue } = chip.dataset;
    const fits = (name: string | undefined, wanted: string | undefined): boolean => !name || named(form, name)?.value === wanted;
    chip.setAttribute("aria-pressed", String(fits(set, value) && fits(and, andValue)));
  }
  const minutes = named(form, "minutes");
  const mark = form.querySelector<HTMLElement>("[data-length-changed]");
  if (mark && minutes) mark.hidden = !usual(form) || minutes.value === usual(form);
}

function usual(form: HTMLFormElement): string {
  const service = named(form, "service");
  return service instanceof HTMLSelectElement ? (service.selectedOptions[0]?.dataset.minutes ?? "") : "";
}

function serviceChosen(select: HTMLSelectElement): void {
  const form = select.closest("form")!;
  const minutes = named(form, "minutes");
  const length = select.selectedOptions[0]?.dataset.minutes;
  if (minutes && length && form.dataset.lengthSet === undefined) change(minutes, length);
  const mode = select.selectedOptions[0]?.dataset.mode ?? "both";
  for (const radio of form.querySelectorAll<HTMLInputElement>("input[name=place]")) {
    const possible = mode === "both" || mode === radio.value;
    radio.closest<HTMLElement>("label")!.hidden = !possible;
    if (possible && mode !== "both") radio.checked = true;
  }
  reflect(form);
}

export function startBooking(): void {
  delegate("click", "#client-options [data-client]", (option) => choose(option.dataset.client ?? "", nameOf(option)));
  delegate("click", "[data-unpick]", unpick);
  delegate("click", "[data-another]", another);
  delegate("click", "[data-drop-other]", drop);
  delegate("keydown", "#client-search", (_input, event) => searching(event));
  document.body.addEventListener("client-added", (event) => {
    const { id, name } = (event as CustomEvent<{ id: string; name: string }>).detail;
    choose(id, [document.createTextNode(name)]);
  });
  delegate("click", "[data-set]", setField);
  delegate("change", "form[data-draft] select[name=service]", (select) => serviceChosen(select as HTMLSelectElement));
  delegate("input", "form[data-draft] input[name=minutes]", (field) => {
    const form = field.closest("form")!;
    if (document.activeElement === field) form.dataset.lengthSet = "";
    reflect(form);
  });
  delegate("input", "form[data-draft] [name]", (field) => reflect(field.closest("form")!));
  document.addEventListener("htmx:afterSwap", (event) => {
    const { target } = (event as CustomEvent<{ target: HTMLElement }>).detail;
    if (target.id === "client-options") mark(0);
    if (target.id === "new-client") target.querySelector<HTMLElement>("input:not([type=hidden])")?.focus();
    for (const form of target.querySelectorAll<HTMLFormElement>("form[data-draft]")) reflect(form);
    const alert = target.querySelector<HTMLElement>("[data-refused]");
    if (alert) {
      (alert.querySelector<HTMLElement>("input, button") ?? alert).focus();
      announce(alert.querySelector("[data-refused-words]")?.textContent?.trim() ?? "");
    }
  });
}
