import { delegate, onContent } from "../dom";

/** The list of dates counts what is chosen, in the words of the button and of the sum. */
export function startRepeats(): void {
  delegate("change", "form[data-dates] [name^=day-]", (field) => count(field.closest("form")!));
  // Dates that came anew while the number was typed.
  onContent((root) => {
    const form = root instanceof HTMLElement ? root.closest<HTMLFormElement>("form[data-dates]") : null;
    if (form) count(form);
  });
}

function count(form: HTMLFormElement): void {
  const fields = [...form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("[name^=day-]")];
  const chosen = fields.filter((field) => (field instanceof HTMLInputElement ? field.checked : field.value !== "skip")).length;
  const total = form.querySelectorAll(".date-row").length;
  const book = document.querySelector<HTMLElement>("[data-book]");
  if (book) book.textContent = (chosen === 1 ? book.dataset.one : book.dataset.many)?.replace("{n}", String(chosen)) ?? "";
  const sum = form.querySelector<HTMLElement>("[data-sum]");
  if (sum) sum.textContent = (sum.dataset.words ?? "").replace("{n}", String(chosen)).replace("{m}", String(total - chosen));
}
