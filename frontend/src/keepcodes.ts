/** Saves the recovery codes on the page as a text file. */
export function saveText(button: HTMLElement): void {
  const source = document.getElementById(button.dataset.saveText ?? "");
  if (!source) return;
  const lines = Array.from(source.querySelectorAll("code"), (code) => code.textContent ?? "");
  const address = URL.createObjectURL(new Blob([`${lines.join("\r\n")}\r\n`], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = button.dataset.fileName ?? "codes.txt";
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
