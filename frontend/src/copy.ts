import { delegate } from "./dom";
import { toast } from "./toast";

/** Buttons that put a field's text on the clipboard: `data-copy` holds the field's id, `data-copied` what is said. */
export function startCopying(): void {
  delegate("click", "[data-copy]", (button) => {
    const field = document.getElementById(button.dataset.copy ?? "");
    if (!(field instanceof HTMLInputElement)) return;
    field.select();
    // Without a clipboard (plain http on another machine) the text is selected and Ctrl+C does it.
    void navigator.clipboard?.writeText(field.value).then(() => toast({ text: button.dataset.copied ?? "" }));
  });
}
