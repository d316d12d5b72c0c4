import { type Other, type Outcome, send } from "./sending";
import type { Draft, Vault } from "./vault";

/**
 * Gets what is typed to the server: every change is in the browser's vault within a quarter of a second and on its
 * way to the server within a second and a half. One request at a time; what failed is tried again.
 */

const TO_VAULT = 250;
const BETWEEN = 1_500;
const SOON = 300;
const RETRY = [1_000, 2_000, 3_000];
const SLOW = 800;

export type State =
  | { name: "idle" }
  | { name: "saved"; at: string }
  | { name: "saving" }
  | { name: "offline" }
  | { name: "signed-out" }
  | { name: "locked" }
  | { name: "changed"; other: Other }
  | { name: "refused"; sentence: string };

export interface Place {
  note: string;
  url: string;
  autosaveUrl: string;
  saveUrl: string;
}

export class Saving {
  private readonly tab: string = crypto.randomUUID();
  private sequence = 0;
  private acknowledged = 0;
  private current: Record<string, string>;
  private busy = false;
  private vaultTimer = 0;
  private sendTimer = 0;
  private failures = 0;
  private lastStart = 0;
  private stopped = false;
  private waiting: (() => void)[] = [];

  constructor(
    private readonly place: Place,
    private readonly vault: Vault | null,
    public revision: number,
    texts: Record<string, string>,
    private readonly tell: (state: State) => void,
  ) {
    this.current = texts;
  }

  get unsent(): boolean {
    return this.sequence > this.acknowledged;
  }

  get hasVault(): boolean {
    return this.vault !== null;
  }

  get texts(): Record<string, string> {
    return this.current;
  }

  /** The person typed. */
  typed(texts: Record<string, string>): void {
    this.current = texts;
    this.sequence += 1;
    if (!this.vaultTimer) this.vaultTimer = window.setTimeout(() => this.toVault(), TO_VAULT);
    this.plan(Math.max(SOON, BETWEEN - (performance.now() - this.lastStart)));
  }

  /** Sends what is unsent now; true when the server has everything. */
  async flush(url = this.place.autosaveUrl, force = false): Promise<boolean> {
    while (this.busy) await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (this.stopped) return false;
    if (!this.unsent && !force) return true;
    // A Save is a sending of its own, also when the same words are already on their way.
    if (force) this.sequence += 1;
    const outcome = await this.transmit(url);
    return outcome?.kind === "kept" && !this.unsent;
  }

  save(): Promise<boolean> {
    return this.flush(this.place.saveUrl, true);
  }

  /** The page goes away: the last words leave with a request that outlives it. */
  leave(): void {
    if (!this.unsent || this.stopped) return;
    this.toVault();
    void send(this.place.autosaveUrl, this.parcel(), true);
  }

  /** Tries at once: the network is back, or the person signed in again. */
  again(): void {
    this.failures = 0;
    if (this.unsent) this.plan(0);
  }

  /** After a conflict was settled, or another text was put in force. */
  goOn(revision: number, texts: Record<string, string>): void {
    this.revision = revision;
    this.current = texts;
    this.stopped = false;
    this.acknowledged = this.sequence;
  }

  /** These words wait for a decision of the person. */
  hold(texts: Record<string, string>): void {
    this.current = texts;
    this.stop();
  }

  stop(): void {
    this.stopped = true;
    window.clearTimeout(this.sendTimer);
  }

  /** Hands in a text that an earlier page left behind, exactly as it would have been sent then. */
  async replay(draft: Draft): Promise<Outcome> {
    return send(this.place.autosaveUrl, {
      texts: draft.texts,
      base: draft.base,
      tab: draft.tab,
      sequence: draft.sequence,
    });
  }

  private plan(delay: number): void {
    if (this.stopped || this.busy || this.sendTimer) return;
    this.sendTimer = window.setTimeout(() => {
      this.sendTimer = 0;
      void this.flush();
    }, delay);
  }

  private parcel(): { texts: Record<string, string>; base: number; tab: string; sequence: number } {
    return { texts: this.current, base: this.revision, tab: this.tab, sequence: this.sequence };
  }

  private toVault(): void {
    window.clearTimeout(this.vaultTimer);
    this.vaultTimer = 0;
    const { note, url } = this.place;
    void this.vault?.keep({ note, url, at: new Date().toISOString(), ...this.parcel() }).catch(() => undefined);
  }

  private async transmit(url: string): Promise<Outcome | null> {
    this.busy = true;
    window.clearTimeout(this.sendTimer);
    this.sendTimer = 0;
    this.lastStart = performance.now();
    const sent = this.sequence;
    const slow = window.setTimeout(() => this.tell({ name: "saving" }), SLOW);
    const outcome = await send(url, this.parcel());
    window.clearTimeout(slow);
    this.busy = false;
    this.take(outcome, sent);
    for (const resolve of this.waiting.splice(0)) resolve();
    return outcome;
  }

  private take(outcome: Outcome, sent: number): void {
    if (outcome.kind === "kept") return this.kept(outcome, sent);
    if (outcome.kind === "changed" || outcome.kind === "locked" || outcome.kind === "refused") {
      this.stopped = outcome.kind !== "refused";
      this.toVault();
      return this.tell(stateOf(outcome));
    }
    this.toVault();
    if (outcome.kind === "signed-out") return this.tell({ name: "signed-out" });
    this.tell({ name: "offline" });
    this.plan(RETRY[Math.min(this.failures++, RETRY.length - 1)]!);
  }

  private kept(outcome: { revision: number; at: string }, sent: number): void {
    this.failures = 0;
    this.revision = outcome.revision;
    this.acknowledged = Math.max(this.acknowledged, sent);
    void this.vault?.forget(this.place.note, this.tab, sent).catch(() => undefined);
    this.tell({ name: "saved", at: outcome.at });
    if (this.unsent) this.plan(Math.max(0, BETWEEN - (performance.now() - this.lastStart)));
  }
}

function stateOf(outcome: Exclude<Outcome, { kind: "kept" | "unreachable" | "signed-out" }>): State {
  if (outcome.kind === "changed") return { name: "changed", other: outcome.other };
  if (outcome.kind === "refused") return { name: "refused", sentence: outcome.sentence };
  return { name: "locked" };
}
