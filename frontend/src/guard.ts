import { byId, delegate } from "./dom";
import { word } from "./words";

/** Watches forms marked data-guard: says what is not saved and asks before it is lost. */

const changed = new WeakMap<HTMLFormElement, Set<string>>();
let leaving = false;

function guarded(element: Element): HTMLFormElement | null {
  return element.closest<HTMLFormElement>("form[data-guard]");
}

export function isDirty(root: ParentNode = document): boolean {
  return root.querySelector("form[data-guard][data-dirty]") !== null;
}

export function markClean(root: ParentNode = document): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-guard]")) clean(form);
}

function clean(form: HTMLFormElement): void {
  changed.delete(form);
  form.removeAttribute("data-dirty");
  say(form, 0);
}

function say(form: HTMLFormElement, count: number): void {
  const place = form.querySelector("[data-save-words]");
  if (place) place.textContent = count === 0 ? "" : count === 1 ? word("unsaved_one") : word("unsaved_many", count);
}

function differs(field: Element): boolean {
  if (field instanceof HTMLInputElement) {
    return field.type === "checkbox" || field.type === "radio"
      ? field.checked !== field.defaultChecked
      : field.value !== field.defaultValue;
  }
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  if (field instanceof HTMLSelectElement) {
    return [...field.options].some((option) => option.selected !== option.defaultSelected) && field.selectedIndex > 0;
  }
  return true;
}

function note(field: Element): void {
  const form = guarded(field);
  if (!form) return;
  const names = changed.get(form) ?? new Set<string>();
  const name = field.getAttribute("name") ?? "text";
  if (differs(field)) names.add(name);
  else names.delete(name);
  changed.set(form, names);
  form.toggleAttribute("data-dirty", names.size > 0);
  say(form, names.size);
}

/** Resolves true when nothing would be lost, or when the person says so. */
export function mayLeave(root: ParentNode): Promise<boolean> {
  const dialog = byId("leave-dialog");
  if (!isDirty(root) || !(dialog instanceof HTMLDialogElement)) return Promise.resolve(true);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "discard"), { once: true });
  });
}

export function startGuard(): void {
  for (const type of ["input", "change"] as const) {
    delegate(type, "form[data-guard] [name], form[data-guard] [contenteditable]", (field) => note(field));
  }
  delegate("reset", "form[data-guard]", (form) => clean(form as HTMLFormElement));
  delegate("submit", "form[data-guard]", (form) => {
    if (!form.hasAttribute("hx-post")) leaving = true;
  });
  delegate("click", "[data-leave]", (button) => {
    button.closest("dialog")?.close(button.dataset.leave);
  });
  document.addEventListener("kollega:saved", (event) => {
    if (event.target instanceof HTMLElement) markClean(event.target.closest("form")?.parentNode ?? document);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && isDirty()) event.preventDefault();
  });
  window.addEventListener("pageshow", () => (leaving = false));
}
