/** The six buttons over the text fields. Marks go in as typed text, so that the browser's own undo takes them back. */

const around: Record<string, string> = { bold: "**", italic: "*" };
const before: Record<string, string> = { heading: "# ", list: "- ", quote: "> " };

export function applyMark(field: HTMLTextAreaElement, mark: string): void {
  field.focus();
  if (mark === "undo") document.execCommand("undo");
  else if (mark in around) wrap(field, around[mark]!);
  else if (mark in before) prefix(field, before[mark]!);
}

/** Replaces the selection the way typing does: one undo step, one input event. */
export function typeIn(field: HTMLTextAreaElement, text: string): void {
  field.focus();
  const typed = text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text);
  if (typed) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function wrap(field: HTMLTextAreaElement, sign: string): void {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const chosen = value.slice(start, end);
  const size = sign.length;
  if (chosen === "" ) {
    typeIn(field, sign + sign);
    field.setSelectionRange(start + size, start + size);
    return;
  }
  if (chosen.startsWith(sign) && chosen.endsWith(sign) && chosen.length > 2 * size) {
    typeIn(field, chosen.slice(size, -size));
    field.setSelectionRange(start, end - 2 * size);
    return;
  }
  typeIn(field, sign + chosen + sign);
  field.setSelectionRange(start, end + 2 * size);
}

function prefix(field: HTMLTextAreaElement, sign: string): void {
  const { selectionStart, selectionEnd, value } = field;
  const first = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const after = value.indexOf("\n", selectionEnd);
  const last = after === -1 ? value.length : after;
  const lines = value.slice(first, last).split("\n");
  const marked = lines.every((line) => line.startsWith(sign));
  const changed = lines.map((line) => (marked ? line.slice(sign.length) : sign + bare(line))).join("\n");
  field.setSelectionRange(first, last);
  typeIn(field, changed);
  field.setSelectionRange(first + changed.length, first + changed.length);
}

function bare(line: string): string {
  return line.replace(/^(#{1,3} |[-*•] |> )/, "");
}

/** Enter inside a list goes on with the list; on an empty entry it ends it. */
export function continueList(field: HTMLTextAreaElement): boolean {
  const { selectionStart, selectionEnd, value } = field;
  if (selectionStart !== selectionEnd) return false;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const line = value.slice(start, selectionStart);
  if (!line.startsWith("- ")) return false;
  if (line === "- ") {
    field.setSelectionRange(start, selectionStart);
    typeIn(field, "");
  } else {
    typeIn(field, "\n- ");
  }
  return true;
}
