import { byId } from "../dom";
import { typeIn } from "./marks";

/** Snippets: a slash, a word and a blank become the snippet's text; the menu over the fields does the same. */

const TYPED = /(?:^|\s)\/([\p{L}\p{N}][\p{L}\p{N}_-]*)([ \n])$/u;

export class Snippets {
  private readonly texts: Record<string, string> = JSON.parse(byId("editor-snippets")?.textContent ?? "{}");

  /** After a key: when a known word was just finished, its text takes its place. */
  typed(field: HTMLTextAreaElement): void {
    const caret = field.selectionStart;
    if (caret !== field.selectionEnd) return;
    const match = TYPED.exec(field.value.slice(Math.max(0, caret - 40), caret));
    const text = match && this.text(match[1]!);
    if (!match || text === undefined || text === null) return;
    field.setSelectionRange(caret - match[1]!.length - 2, caret);
    typeIn(field, text + match[2]!);
  }

  text(word: string): string | undefined {
    const known = word.toLowerCase();
    return Object.hasOwn(this.texts, known) ? this.texts[known] : undefined;
  }
}
