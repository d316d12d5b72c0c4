import type { Other } from "./sending";

/** Two texts side by side: for each section that differs this one, the other, or both. */

type Choice = "this" | "that" | "both";
type Words = Record<string, string>;

export interface SectionPair {
  key: string;
  heading: string;
  mine: string;
  theirs: string;
}

export class Conflict {
  private pairs: SectionPair[] = [];
  private readonly choices = new Map<string, Choice>();

  constructor(
    private readonly root: HTMLElement,
    private readonly words: Words,
  ) {}

  show(mine: Record<string, string>, other: Other, headings: Map<string, string>): void {
    this.pairs = [...headings].map(([key, heading]) => ({
      key,
      heading,
      mine: mine[key] ?? "",
      theirs: other.texts[key] ?? "",
    }));
    this.choices.clear();
    const place = this.root.querySelector("[data-conflict-sections]")!;
    place.replaceChildren(...this.pairs.filter((pair) => pair.mine !== pair.theirs).map((pair) => this.drawn(pair)));
    this.root.hidden = false;
    this.root.focus();
    this.root.scrollIntoView({ block: "start" });
  }

  hide(): void {
    this.root.hidden = true;
  }

  /** The texts as chosen. */
  settled(): Record<string, string> {
    return Object.fromEntries(this.pairs.map((pair) => [pair.key, this.chosen(pair)]));
  }

  private chosen(pair: SectionPair): string {
    if (pair.mine === pair.theirs) return pair.mine;
    const choice = this.choices.get(pair.key) ?? "both";
    if (choice === "this") return pair.mine;
    if (choice === "that") return pair.theirs;
    return [pair.theirs, pair.mine].filter((text) => text.trim()).join("\n\n");
  }

  private drawn(pair: SectionPair): Element {
    const template = document.getElementById("conflict-section") as HTMLTemplateElement;
    const element = (template.content.cloneNode(true) as DocumentFragment).firstElementChild!;
    element.querySelector("legend")!.textContent = pair.heading;
    element.querySelector(".conflict-mark")!.textContent = `≠ ${this.words.differs}`;
    for (const side of ["mine", "theirs"] as const) {
      element.querySelector(`[data-name=${side}]`)!.textContent = this.words[side]!;
      fill(element.querySelector(`[data-text=${side}]`)!, pair[side], pair[side === "mine" ? "theirs" : "mine"], this.words.empty!);
    }
    element.querySelector(".conflict-choice")!.append(...this.buttons(pair));
    return element;
  }

  private buttons(pair: SectionPair): HTMLElement[] {
    const preset: Choice = !pair.theirs.trim() ? "this" : !pair.mine.trim() ? "that" : "both";
    this.choices.set(pair.key, preset);
    return (["this", "that", "both"] as const).map((choice) => {
      const label = document.createElement("label");
      label.className = "conflict-option";
      const input = document.createElement("input");
      input.type = "radio";
      input.className = "radio";
      input.name = `choice-${pair.key}`;
      input.checked = choice === preset;
      input.addEventListener("change", () => this.choices.set(pair.key, choice));
      label.append(input, this.words[choice]!);
      return label;
    });
  }
}

/** The part that the other text does not have is underlined. */
function fill(place: Element, text: string, other: string, empty: string): void {
  if (!text.trim()) {
    place.textContent = empty;
    place.classList.add("muted");
    return;
  }
  let start = 0;
  while (start < text.length && text[start] === other[start]) start++;
  let end = 0;
  while (end < Math.min(text.length, other.length) - start && text.at(-1 - end) === other.at(-1 - end)) end++;
  const own = document.createElement("ins");
  own.textContent = text.slice(start, text.length - end);
  place.replaceChildren(text.slice(0, start), own, text.slice(text.length - end));
}
