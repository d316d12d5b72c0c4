import { word } from "./words";

/** A form is sent once: while it is under way its button turns and a second press does nothing. */
function begin(form: HTMLFormElement, button: HTMLElement | null): void {
  form.dataset.sending = "";
  form.setAttribute("aria-busy", "true");
  if (button) {
    button.dataset.busy = "";
    button.setAttribute("aria-description", word("sending"));
  }
}

export function endBusy(form: HTMLElement): void {
  delete form.dataset.sending;
  form.removeAttribute("aria-busy");
  for (const button of form.querySelectorAll<HTMLElement>("[data-busy]")) {
    delete button.dataset.busy;
    button.removeAttribute("aria-description");
  }
}

export function startBusy(): void {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || form.method === "dialog") return;
      if (form.dataset.sending !== undefined) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
    },
    true,
  );
  // Last of all: the form's own listeners may have taken the submit over, and then it is not sent.
  window.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method === "dialog") return;
    const byHtmx = form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete]");
    if (form.method === "get" && !byHtmx) return;
    if (!event.defaultPrevented || byHtmx) begin(form, event.submitter);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt } = (event as CustomEvent<{ elt: HTMLElement }>).detail;
    endBusy(elt.closest("form") ?? elt);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll<HTMLElement>("form[data-sending]")) endBusy(form);
  });
}
