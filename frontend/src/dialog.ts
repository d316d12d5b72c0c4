import { byId, delegate, firstFocus } from "./dom";
import { markClean, mayLeave } from "./guard";

/** One dialog host: a fragment put in it is opened; when it closes, focus goes back to who opened it. */

let opener: HTMLElement | null = null;

const host = (): HTMLElement | null => byId("dialog-host");

export function openHostDialog(from: HTMLElement | null): void {
  const dialog = host()?.querySelector("dialog");
  if (!dialog) return;
  if (from && !host()!.contains(from)) opener = from;
  if (!dialog.open) dialog.showModal();
  firstFocus(dialog)?.focus();
}

export function closeHostDialog(): void {
  const dialog = host()?.querySelector("dialog");
  if (dialog) dialog.close();
}

function afterClose(dialog: HTMLDialogElement): void {
  if (dialog.parentElement?.id !== "dialog-host") return;
  dialog.remove();
  giveFocusBack(opener);
  opener = null;
}

/** Back to the opener, or to what took its place (same id), or to the content. */
export function giveFocusBack(element: HTMLElement | null): void {
  const successor = element?.isConnected ? element : element?.id ? byId(element.id) : null;
  (successor ?? byId("content"))?.focus({ preventScroll: successor !== null });
}

async function tryClose(dialog: HTMLDialogElement): Promise<void> {
  if (!(await mayLeave(dialog))) return;
  markClean(dialog);
  dialog.close();
}

export function startDialogs(): void {
  document.addEventListener("htmx:afterSwap", (event) => {
    const { target, requestConfig } = (event as CustomEvent<{ target: HTMLElement; requestConfig?: { elt?: HTMLElement } }>).detail;
    if (target.id === "dialog-host" || target.closest("#dialog-host")) openHostDialog(requestConfig?.elt ?? null);
  });
  document.addEventListener("dialog-close", closeHostDialog);
  // Close and cancel do not bubble: catch them on the way down.
  document.addEventListener("close", (event) => afterClose(event.target as HTMLDialogElement), true);
  document.addEventListener(
    "cancel",
    (event) => {
      const dialog = event.target;
      if (!(dialog instanceof HTMLDialogElement) || dialog.id === "leave-dialog") return;
      event.preventDefault();
      void tryClose(dialog);
    },
    true,
  );
  delegate("click", "dialog [data-close]", (button, event) => {
    event.preventDefault();
    void tryClose(button.closest("dialog")!);
  });
  delegate("click", "[data-open-dialog]", (button) => {
    button.closest("dialog")?.close();
    const dialog = byId(button.dataset.openDialog ?? "");
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
  });
}
