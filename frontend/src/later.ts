import { delegate, onContent } from "./dom";

/** Scripts that few pages need: fetched when the part they serve appears, also in a dialog over another page. */
export function startLater(): void {
  onContent((root) => {
    if (root.querySelector("[data-passkey-part]")) void import("./passkeys").then(({ startPasskeys }) => startPasskeys());
    const access = root.querySelector<HTMLElement>("[data-ends-in]");
    if (access) void import("./ending").then(({ startEnding }) => startEnding(access));
  });
  // A press may come before the script has: it waits for it.
  delegate("click", "[data-save-text]", (button) => void import("./keepcodes").then(({ saveText }) => saveText(button)));
  delegate("click", "[data-print]", () => window.print());
}
