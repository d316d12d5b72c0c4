import { readFileSync } from "node:fs";
const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
let bad = 0;
for (const [path, pack] of Object.entries(lock.packages)) {
  if (pack.resolved) { console.error(`address in lock: ${path}`); bad++; }
  if (path && !pack.integrity && !pack.inBundle) { console.error(`no hash: ${path}`); bad++; }
  for (const name of Object.keys(pack.optionalDependencies ?? {})) {
    if (!lock.packages[`node_modules/${name}`] && !lock.packages[`${path}/node_modules/${name}`]) {
      console.error(`missing for another platform: ${name}`); bad++;
    }
  }
}
process.exit(bad ? 1 : 0);
