import { announce } from "./announce";
import { byId, delegate } from "./dom";
import { pageActions } from "./keys";
import { word } from "./words";

/** Ctrl+K: go to a page, do what this page offers, find a client (asked from the server after two letters). */

let asked: AbortController | null = null;
let timer = 0;

const dialog = (): HTMLDialogElement | null => byId("palette") as HTMLDialogElement | null;
const list = (): HTMLElement => byId("palette-list")!;
const field = (): HTMLInputElement => dialog()!.querySelector<HTMLInputElement>(".palette-input")!;
const options = (): HTMLElement[] => [...list().querySelectorAll<HTMLElement>("[role=option]")];

export function openPalette(): void {
  const box = dialog();
  if (!box || box.open) return;
  const before = document.querySelector<HTMLDialogElement>("dialog[open]");
  if (before && before.id !== "keys-dialog" && before.id !== "more-dialog") return;
  before?.close();
  prepare();
  box.showModal();
  field().value = "";
  show("");
  field().focus();
}

interface Offer {
  label: string;
  key: string;
  element: HTMLElement;
  go: boolean;
}

let offers: Offer[] = [];

function prepare(): void {
  offers = pageActions().map((action) => ({ ...action, go: action.key.startsWith("g ") }));
}

function matches(text: string, query: string): boolean {
  const plain = (value: string): string => value.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const inside = plain(text);
  return plain(query)
    .split(/\s+/)
    .every((part) => inside.includes(part));
}

function show(query: string): void {
  const found = offers.filter((offer) => offer.label && matches(offer.label, query));
  list().replaceChildren(
    ...group("group_actions", found.filter((offer) => !offer.go)),
    ...group("group_go", found.filter((offer) => offer.go)),
  );
  choose(options()[0] ?? null);
  window.clearTimeout(timer);
  asked?.abort();
  if (query.trim().length >= 2) timer = window.setTimeout(() => void ask(query), 180);
}

function group(name: string, entries: Offer[]): Node[] {
  if (entries.length === 0) return [];
  const head = document.createElement("p");
  head.className = "drop-label";
  head.textContent = word(name);
  head.setAttribute("role", "presentation");
  return [head, ...entries.map(item)];
}

function item(offer: Offer): HTMLElement {
  const row = document.createElement("div");
  row.className = "palette-item";
  row.role = "option";
  row.id = `palette-${offer.key.replace(/\W/g, "-")}`;
  row.append(document.createTextNode(offer.label));
  const cap = document.createElement("kbd");
  cap.className = "kbd";
  cap.textContent = offer.key;
  row.append(cap);
  row.addEventListener("click", () => {
    dialog()?.close();
    if (offer.element.isConnected) offer.element.matches("input, textarea") ? offer.element.focus() : offer.element.click();
  });
  return row;
}

async function ask(query: string): Promise<void> {
  const url = dialog()?.dataset.searchUrl;
  if (!url) return;
  asked = new AbortController();
  try {
    const answer = await fetch(`${url}?q=${encodeURIComponent(query)}`, {
      signal: asked.signal,
      headers: { "HX-Request": "true", "HX-Target": "palette-list" },
    });
    if (!answer.ok) return;
    const box = document.createElement("div");
    box.dataset.found = "";
    box.innerHTML = await answer.text();
    list().querySelector("[data-found]")?.remove();
    list().append(box);
    const count = options().length;
    if (count > 0 && !list().querySelector("[aria-selected=true]")) choose(options()[0]!);
    announce(count > 0 ? count === 1 ? word("results_one") : word("results_many", count) : word("no_results"));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

function choose(row: HTMLElement | null): void {
  for (const other of options()) other.setAttribute("aria-selected", String(other === row));
  if (row) {
    row.id ||= `palette-option-${options().indexOf(row)}`;
    field().setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  } else {
    field().removeAttribute("aria-activedescendant");
  }
}

function onKey(event: KeyboardEvent): void {
  const rows = options();
  const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    choose(rows[(at + step + rows.length) % rows.length] ?? null);
  } else if (event.key === "Enter") {
    event.preventDefault();
    rows[at]?.click();
  }
}

export function startPalette(): void {
  const box = dialog();
  if (!box) return;
  field().addEventListener("input", () => show(field().value));
  field().addEventListener("keydown", onKey);
  delegate("click", "[data-palette]", (link, event) => {
    event.preventDefault();
    link.closest("dialog")?.close();
    openPalette();
  });
  box.addEventListener("click", (event) => {
    if (event.target === box) box.close();
  });
}
