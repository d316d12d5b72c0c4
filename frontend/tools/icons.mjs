// Copies the icons named in frontend/icons.txt out of lucide-static into one file that the
// {% icon %} tag reads. A line is "name" or "name:lucide-name". The package is large, so only this tool fetches it.
import { readFileSync, writeFileSync } from "node:fs";

const source = new URL("../../node_modules/lucide-static/icons/", import.meta.url);
const target = new URL("../../src/kollega/web/icons.json", import.meta.url);
const list = readFileSync(new URL("../icons.txt", import.meta.url), "utf8").split("\n").filter(Boolean);

const icons = {};
for (const line of [...new Set(list)].sort()) {
  const [name, original = name] = line.split(":");
  const svg = readFileSync(new URL(`${original}.svg`, source), "utf8");
  icons[name] = svg
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/\s*\n\s*/g, "")
    .replaceAll(" />", "/>");
}
// One icon a line keeps changes readable.
const lines = Object.entries(icons).map(([name, body]) => `${JSON.stringify(name)}: ${JSON.stringify(body)}`);
writeFileSync(target, `{\n${lines.join(",\n")}\n}\n`);
console.log(`${lines.length} icons`);
