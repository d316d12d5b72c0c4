import { delegate } from "./dom";

interface Progress {
  lengthComputable: boolean;
  loaded: number;
  total: number;
}

/** Shows how much of a file has been sent: `[data-upload]` is the form, `[data-upload-progress]` the part to show. */
export function startUploads(): void {
  document.addEventListener("htmx:xhr:progress", (event) => {
    const form = event.target instanceof Element ? event.target.closest("[data-upload]") : null;
    const shown = form?.querySelector<HTMLElement>("[data-upload-progress]");
    const bar = shown?.querySelector("progress");
    const sent = (event as CustomEvent<Progress>).detail;
    if (!shown || !bar || !sent.lengthComputable || sent.total === 0) return;
    const percent = Math.floor((sent.loaded / sent.total) * 100);
    shown.hidden = false;
    bar.value = percent;
    const number = shown.querySelector("[data-upload-percent]");
    if (number) number.textContent = `${percent} %`;
  });
  // A file that is too large need not be sent to be refused.
  delegate("change", "input[type=file][data-most-bytes]", (field) => {
    if (!(field instanceof HTMLInputElement)) return;
    const most = Number(field.dataset.mostBytes);
    const tooLarge = [...(field.files ?? [])].some((file) => file.size > most);
    field.setCustomValidity(tooLarge ? (field.dataset.tooLarge ?? "") : "");
    if (tooLarge) field.reportValidity();
  });
}
