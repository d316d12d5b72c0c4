/** Pasted pages and documents become plain text with the few marks we know; everything else falls away. */

const BLOCKS = new Set(["P", "DIV", "SECTION", "ARTICLE", "UL", "OL", "TABLE", "TR", "PRE", "HEADER", "FOOTER"]);
const DROPPED = new Set(["SCRIPT", "STYLE", "HEAD", "TITLE", "META", "TEMPLATE", "SVG", "NOSCRIPT"]);

export function cleaned(html: string): string {
  const page = new DOMParser().parseFromString(html, "text/html");
  return textOf(page.body)
    .replace(/[ \t\u00a0]+/g, " ")
    .replace(/ *\n */g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function textOf(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return (node.textContent ?? "").replace(/\s+/g, " ");
  if (!(node instanceof Element) || DROPPED.has(node.tagName.toUpperCase())) return "";
  const inner = [...node.childNodes].map(textOf).join("");
  return marked(node.tagName, inner, node);
}

function marked(tag: string, inner: string, element: Element): string {
  const text = inner.trim();
  if (tag === "BR") return "\n";
  if (/^H[1-6]$/.test(tag)) return text ? `\n\n# ${text}\n` : "";
  if (tag === "LI") return text ? `\n- ${text}` : "";
  if (tag === "BLOCKQUOTE") return text ? `\n\n${text.split("\n").map((line) => `> ${line}`).join("\n")}\n` : "";
  if (tag === "TD" || tag === "TH") return `${text} `;
  if (BLOCKS.has(tag)) return `\n\n${inner}\n`;
  if (text && (tag === "STRONG" || (tag === "B" && !notBold(element)))) return spaced(inner, "**");
  if (text && (tag === "EM" || tag === "I")) return spaced(inner, "*");
  return inner;
}

/** Some programs wrap a whole document in <b style="font-weight:normal">. */
function notBold(element: Element): boolean {
  return /font-weight:\s*(normal|400)/.test(element.getAttribute("style") ?? "");
}

function spaced(inner: string, sign: string): string {
  const [, start, text, end] = /^(\s*)([\s\S]*?)(\s*)$/.exec(inner)!;
  return text!.includes("\n") ? inner : `${start}${sign}${text}${sign}${end}`;
}
