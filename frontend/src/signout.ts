import { delegate } from "./dom";
import { wipeVault } from "./editor/vault";

/** Signing out on purpose takes the unsent texts of this browser along. */
export function startSignOut(): void {
  delegate("submit", "form[data-sign-out]", () => wipeVault());
}
