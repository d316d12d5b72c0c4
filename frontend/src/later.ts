import { onContent } from "./dom";

/** Scripts that few pages need: fetched when the part they serve appears, also in a dialog over another page. */
export function startLater(): void {
  onContent((root) => {
    if (root.querySelector("[data-passkey-part]")) void import("./passkeys").then(({ startPasskeys }) => startPasskeys());
    if (root.querySelector("[data-save-text]")) void import("./keepcodes").then(({ startKeepingCodes }) => startKeepingCodes());
  });
}
