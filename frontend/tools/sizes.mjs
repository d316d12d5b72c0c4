// Compressed size of what each entry loads at once, against its budget (kB).
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const budgets = { base: 28, calendar: 80, editor: 75, public: 12 };
const cssBudget = 16;
const build = new URL("../../src/kollega/web/static/build/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("manifest.json", build), "utf8"));
const size = (file) => gzipSync(readFileSync(new URL(file, build))).length / 1000;

function together(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const other of manifest[key].imports ?? []) together(other, seen);
  return seen;
}

const shared = together("frontend/entries/base.ts");
let tooLarge = false;
for (const [key, chunk] of Object.entries(manifest)) {
  if (!chunk.isEntry) continue;
  const parts = [...together(key)].filter((part) => chunk.name === "base" || !shared.has(part));
  const script = parts.reduce((sum, part) => sum + size(manifest[part].file), 0);
  const style = parts.flatMap((part) => manifest[part].css ?? []).reduce((sum, file) => sum + size(file), 0);
  const budget = budgets[chunk.name] ?? 20;
  const over = script > budget * 1.1 || style > cssBudget * 1.1;
  tooLarge ||= over;
  console.log(`${chunk.name}: script ${script.toFixed(1)} of ${budget} kB, styles ${style.toFixed(1)} of ${cssBudget} kB${over ? "  TOO LARGE" : ""}`);
}
process.exit(tooLarge ? 1 : 0);
