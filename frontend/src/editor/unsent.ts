import { send } from "./sending";
import { Vault } from "./vault";

/** On the list of notes: texts that never reached the server are sent before anybody asks. */
export async function sendUnsent(): Promise<void> {
  const strip = document.querySelector<HTMLElement>("[data-unsent]");
  const vault = strip ? await Vault.open(strip.dataset.person ?? "") : null;
  if (!strip || !vault) return;
  const drafts = await vault.all().catch(() => []);
  for (const draft of drafts) {
    const { texts, base, tab, sequence } = draft;
    const outcome = await send(`${draft.url}autosave/`, { texts, base, tab, sequence });
    if (outcome.kind !== "kept") continue;
    await vault.forget(draft.note, tab, sequence);
    strip.textContent = strip.dataset.words ?? "";
    strip.hidden = false;
  }
}
