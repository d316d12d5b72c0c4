import htmx from "htmx.org";
import { byId } from "../dom";
import { Conflict } from "./conflict";
import { applyMark, continueList, typeIn } from "./marks";
import { cleaned } from "./paste";
import { Saving, type State } from "./saving";
import type { Other } from "./sending";
import { Snippets } from "./snippets";
import { type Draft, Vault } from "./vault";

/** The page where a note is written. */

type Texts = Record<string, string>;

interface Caret {
  field: HTMLTextAreaElement;
  start: number;
  end: number;
}

class Editor {
  private readonly words: Record<string, string> = JSON.parse(byId("editor-words")!.textContent ?? "{}");
  private readonly snippets = new Snippets();
  private readonly fields: HTMLTextAreaElement[];
  private readonly state: HTMLElement;
  private readonly spoken: HTMLElement;
  private readonly conflict: Conflict;
  private caret: Caret | null = null;
  private other: Other | null = null;
  private failing = false;
  private leaving = false;
  private dirty: boolean;
  private empty: boolean;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly saving: Saving,
    private readonly vault: Vault | null,
  ) {
    this.fields = [...form.querySelectorAll<HTMLTextAreaElement>("textarea.note-text")];
    this.state = form.querySelector("[data-state]")!;
    this.spoken = form.querySelector("[data-spoken]")!;
    this.conflict = new Conflict(form.querySelector("[data-conflict]")!, this.words);
    this.dirty = form.dataset.unsaved === "true";
    this.empty = form.dataset.empty === "true";
  }

  static async start(form: HTMLFormElement): Promise<void> {
    const { note = "", person = "", revision = "1", autosaveUrl = "", saveUrl = "" } = form.dataset;
    const vault = await Vault.open(person);
    let editor: Editor | null = null;
    const place = { note, url: window.location.pathname, autosaveUrl, saveUrl };
    const texts = textsOf(form);
    const saving = new Saving(place, vault, Number(revision), texts, (state) => editor?.show(state));
    editor = new Editor(form, saving, vault);
    editor.listen();
    await editor.takeBack(note);
    form.dataset.ready = "";
  }

  private listen(): void {
    for (const field of this.fields) {
      fit(field);
      field.addEventListener("input", (event) => this.typed(field, event));
      field.addEventListener("paste", (event) => paste(field, event));
      field.addEventListener("keydown", (event) => this.key(field, event));
      field.addEventListener("blur", () => this.remember(field));
    }
    this.form.addEventListener("click", (event) => this.click(event));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const button = event.submitter;
      void (button?.hasAttribute("data-sign") ? this.sign() : this.saving.save().then((ok) => this.saved(ok)));
    });
    document.addEventListener("kollega:save", (event) => {
      event.preventDefault();
      void this.saving.save().then((ok) => this.saved(ok));
    });
    document.addEventListener("kollega:confirm", (event) => {
      event.preventDefault();
      void this.sign();
    });
    document.addEventListener("kollega:signed-in", () => this.signedIn());
    // A passkey has confirmed who it is: the sign dialog comes back.
    document.addEventListener("login-confirmed", () => void this.sign());
    window.addEventListener("online", () => this.saving.again());
    document.addEventListener("kollega:online", () => this.saving.again());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.saving.leave();
    });
    window.addEventListener("pagehide", () => this.saving.leave());
    window.addEventListener("beforeunload", (event) => {
      if (!this.leaving && this.saving.unsent) event.preventDefault();
    });
    // The answers of closing and signing lead away on purpose.
    document.addEventListener("htmx:beforeRequest", (event) => {
      if ((event.target as HTMLElement).closest("[data-leaves-note]")) this.leaving = true;
    });
    document.addEventListener("keydown", (event) => this.escape(event));
    this.watchHead();
    const first = this.form.querySelector<HTMLTextAreaElement>("[data-first]");
    if (first && first.value === "") first.focus({ preventScroll: true });
  }

  /** Whose record it is stays in sight: once the head has scrolled away the bar says it. */
  private watchHead(): void {
    const head = document.querySelector(".editor-head .client-who");
    if (!head) return;
    new IntersectionObserver(([entry]) => {
      this.form.toggleAttribute("data-scrolled", entry?.isIntersecting === false);
    }).observe(head);
  }

  private texts(): Texts {
    return textsOf(this.form);
  }

  private typed(field: HTMLTextAreaElement, event?: Event): void {
    const byHand = event instanceof InputEvent && !event.isComposing && /^insert(Text|LineBreak)$/.test(event.inputType);
    if (byHand && /^\s?$/.test(event.data ?? "")) this.snippets.typed(field);
    fit(field);
    this.dirty = true;
    this.empty = false;
    this.saving.typed(this.texts());
  }

  private key(field: HTMLTextAreaElement, event: KeyboardEvent): void {
    if (event.isComposing) return;
    const control = event.ctrlKey || event.metaKey;
    if (event.key === "Enter" && !control && !event.shiftKey && continueList(field)) event.preventDefault();
    if (control && !event.altKey && (event.key === "b" || event.key === "i")) {
      event.preventDefault();
      applyMark(field, event.key === "b" ? "bold" : "italic");
    }
  }

  private escape(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
    if (document.querySelector("dialog[open], [popover]:popover-open")) return;
    event.preventDefault();
    void this.close();
  }

  private click(event: Event): void {
    const target = event.target as Element;
    const mark = target.closest<HTMLElement>("[data-mark]");
    if (mark) applyMark(this.field(), mark.dataset.mark ?? "");
    const snippet = target.closest<HTMLElement>("[data-snippet]");
    if (snippet) this.putIn(snippet);
    const insert = target.closest<HTMLElement>("[data-insert]");
    if (insert) this.insert(insert.dataset.insert ?? "");
    if (target.closest("[data-close-note]")) {
      event.preventDefault();
      void this.close();
    }
    if (target.closest("[data-settle]")) void this.settle();
  }

  private field(): HTMLTextAreaElement {
    return this.caret?.field ?? this.fields[0]!;
  }

  private remember(field: HTMLTextAreaElement): void {
    this.caret = { field, start: field.selectionStart, end: field.selectionEnd };
  }

  private toCaret(): void {
    if (!this.caret) return;
    const { field, start, end } = this.caret;
    field.focus({ preventScroll: true });
    field.setSelectionRange(start, end);
  }

  private putIn(choice: HTMLElement): void {
    choice.closest("details")?.removeAttribute("open");
    this.toCaret();
    typeIn(this.field(), this.snippets.text(choice.dataset.snippet ?? "") ?? "");
  }

  private insert(text: string): void {
    const rail = byId("note-rail");
    if (rail?.matches(":popover-open")) rail.hidePopover();
    this.toCaret();
    const field = this.field();
    const glue = field.value && !field.value.endsWith("\n") ? "\n\n" : "";
    if (!this.caret) field.setSelectionRange(field.value.length, field.value.length);
    typeIn(field, glue + text);
  }

  private saved(ok: boolean): void {
    if (ok) this.dirty = false;
  }

  private async sign(): Promise<void> {
    const { signUrl } = this.form.dataset;
    if (!signUrl || !(await this.saving.save())) return;
    this.dirty = false;
    const active = document.activeElement;
    if (active instanceof HTMLTextAreaElement) this.remember(active);
    await htmx.ajax("get", `${signUrl}?base=${this.saving.revision}`, { target: "#dialog-host", swap: "innerHTML" });
  }

  private async close(): Promise<void> {
    const { closeUrl = "", backUrl = "" } = this.form.dataset;
    const everything = await this.saving.flush();
    if (everything && this.empty) return this.quietly(closeUrl, "discard");
    if (everything && (!this.dirty || this.form.dataset.keeps !== undefined)) {
      this.leaving = true;
      window.location.assign(backUrl);
      return;
    }
    if (!everything && this.saving.unsent && this.failing) {
      window.location.assign(backUrl);
      return;
    }
    await htmx.ajax("get", closeUrl, { target: "#dialog-host", swap: "innerHTML" });
  }

  /** A note in which nothing was written leaves without a question. */
  private quietly(url: string, how: string): void {
    this.leaving = true;
    void htmx.ajax("post", url, { values: { how }, swap: "none" });
  }

  private show(state: State): void {
    const { words } = this;
    const sentence = {
      idle: "",
      saving: words.saving!,
      saved: words.saved!.replace("{}", "at" in state ? state.at : ""),
      offline: this.saving.hasVault ? words.offline! : words.offline_no_vault!,
      "signed-out": words.signed_out!,
      locked: words.changed!,
      changed: words.changed!,
      refused: words.refused!.replace("{}", "sentence" in state ? state.sentence : ""),
    }[state.name];
    this.state.textContent = sentence;
    this.state.dataset.tone = state.name === "saved" || state.name === "saving" ? "" : "warn";
    this.speak(state, sentence);
    if (state.name === "changed") this.compare(state.other, this.saving.texts);
    if (state.name === "locked") this.locked();
    if (state.name === "signed-out") this.signedOut();
  }

  /** Failures and recovery are spoken, not every save. */
  private speak(state: State, sentence: string): void {
    if (state.name === "saving") return;
    const failing = state.name !== "saved";
    if (failing) this.spoken.textContent = sentence;
    else if (this.failing) this.spoken.textContent = this.words.back!;
    this.failing = failing;
  }

  private signedOut(): void {
    const active = document.activeElement;
    if (active instanceof HTMLTextAreaElement) this.remember(active);
    const url = document.body.dataset.signInDialogUrl;
    if (!url || document.querySelector("#dialog-host dialog[open]")) return;
    void htmx.ajax("get", url, { target: "#dialog-host", swap: "innerHTML" });
  }

  private signedIn(): void {
    this.saving.again();
    window.setTimeout(() => this.toCaret(), 0);
  }

  private compare(other: Other, mine: Texts): void {
    const headings = new Map(
      this.fields.map((field) => [keyOf(field), this.form.querySelector(`label[for="${field.id}"]`)?.textContent ?? ""]),
    );
    for (const field of this.fields) field.readOnly = true;
    this.form.dataset.comparing = "";
    this.other = other;
    this.conflict.show(mine, other, headings);
  }

  private async settle(): Promise<void> {
    if (!this.other) return;
    const texts = this.conflict.settled();
    this.fill(texts);
    this.saving.goOn(this.other.revision, texts);
    this.saving.typed(texts);
    if (!(await this.saving.save())) return;
    this.other = null;
    this.conflict.hide();
    delete this.form.dataset.comparing;
    for (const field of this.fields) field.readOnly = false;
    this.fields[0]?.focus();
  }

  private locked(): void {
    for (const field of this.fields) field.readOnly = true;
    this.strip(this.words.locked!);
  }

  private strip(text: string): void {
    const strip = this.form.querySelector<HTMLElement>("[data-strip]")!;
    strip.textContent = text;
    strip.hidden = false;
  }

  private fill(texts: Texts): void {
    for (const field of this.fields) {
      const text = texts[keyOf(field)];
      if (text !== undefined && text !== field.value) field.value = text;
      fit(field);
    }
  }

  /** Text that an earlier visit left in the browser's vault comes back and goes to the server. */
  private async takeBack(note: string): Promise<void> {
    const draft = await this.vault?.find(note).catch(() => null);
    if (!draft) return;
    if (same(draft.texts, this.texts())) {
      await this.vault?.forget(note, draft.tab, draft.sequence);
      return;
    }
    const outcome = await this.saving.replay(draft);
    if (outcome.kind === "kept") await this.returned(note, draft, outcome.revision);
    else if (outcome.kind === "changed") this.compareReturned(draft, outcome.other);
    else if (outcome.kind === "locked") this.lockedReturned(draft);
    else this.typeReturned(draft);
  }

  private async returned(note: string, draft: Draft, revision: number): Promise<void> {
    this.fill(draft.texts);
    this.saving.goOn(revision, this.texts());
    this.dirty = true;
    this.empty = false;
    await this.vault?.forget(note, draft.tab, draft.sequence);
    const time = new Date(draft.at).toLocaleTimeString(document.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
    });
    this.strip(this.words.returned!.replace("{}", time));
    this.spoken.textContent = this.words.returned!.replace("{}", time);
  }

  private compareReturned(draft: Draft, other: Other): void {
    this.saving.hold(draft.texts);
    this.show({ name: "changed", other });
  }

  private lockedReturned(draft: Draft): void {
    this.fill(draft.texts);
    this.saving.stop();
    this.locked();
  }

  private typeReturned(draft: Draft): void {
    this.fill(draft.texts);
    this.dirty = true;
    this.saving.typed(this.texts());
  }
}

function keyOf(field: HTMLTextAreaElement): string {
  return field.name.replace(/^text-/, "");
}

function textsOf(form: HTMLFormElement): Texts {
  const fields = [...form.querySelectorAll<HTMLTextAreaElement>("textarea.note-text")];
  return Object.fromEntries(fields.map((field) => [keyOf(field), field.value]));
}

function same(one: Texts, other: Texts): boolean {
  return Object.keys(other).every((key) => (one[key] ?? "").trimEnd() === (other[key] ?? "").trimEnd());
}

/** Fields grow with their text; browsers that can do it alone are left to it. */
function fit(field: HTMLTextAreaElement): void {
  if (CSS.supports("field-sizing", "content")) return;
  field.rows = Math.max(3, field.value.split("\n").length + Math.ceil(field.value.length / 90));
}

function paste(field: HTMLTextAreaElement, event: ClipboardEvent): void {
  const html = event.clipboardData?.getData("text/html");
  if (!html) return;
  const text = cleaned(html);
  if (!text) return;
  event.preventDefault();
  typeIn(field, text);
}

export function startEditor(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-editor]");
  if (form) void Editor.start(form);
}
