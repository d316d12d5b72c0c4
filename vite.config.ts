import { readdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin } from "vite";

const entryFolder = resolve(import.meta.dirname, "frontend/entries");

/** Every file in frontend/entries is an entry; a page asks for it with {% entry "name" %}. */
const entries = Object.fromEntries(
  readdirSync(entryFolder)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => [basename(file, ".ts"), resolve(entryFolder, file)]),
);

/** htmx runs with allowEval off: without its one eval the policy has nothing to refuse and names can be shortened. */
function withoutEval(): Plugin {
  return {
    name: "htmx-without-eval",
    transform(code, id) {
      if (!id.includes("htmx.esm.js")) return null;
      const changed = code.replace("return eval(str)", "return undefined");
      if (changed === code || /\beval\(/.test(changed)) this.error("htmx changed: look for eval again");
      return { code: changed, map: null };
    },
  };
}

export default defineConfig({
  base: "/static/build/",
  publicDir: false,
  plugins: [withoutEval(), tailwindcss()],
  build: {
    outDir: "src/kollega/web/static/build",
    emptyOutDir: true,
    manifest: "manifest.json",
    // A data: address would break the image and font policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ["chrome111", "firefox128", "safari16.4"],
    rolldownOptions: { input: entries, checks: { pluginTimings: false } },
  },
});
