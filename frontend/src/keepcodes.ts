import { delegate } from "./dom";

/** Buttons beside recovery codes: save them as a text file, or print the page. */

let started = false;

export function startKeepingCodes(): void {
  if (started) return;
  started = true;
  delegate("click", "[data-save-text]", (button) => {
    const source = document.getElementById(button.dataset.saveText ?? "");
    if (!source) return;
    const lines = Array.from(source.querySelectorAll("code"), (code) => code.textContent ?? "");
    const address = URL.createObjectURL(new Blob([`${lines.join("\r\n")}\r\n`], { type: "text/plain" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = button.dataset.fileName ?? "codes.txt";
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
  });
  delegate("click", "[data-print]", () => window.print());
}
