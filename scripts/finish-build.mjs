/** Makes what the compiler left in dist/ fit to ship: nothing without a source, no test aids, `writ` executable. */
import { chmodSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");

for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath, entry.name);
  const source = join(root, "src", relative(dist, path).replace(/\.(?:d\.ts|js)$/, ".ts"));
  if (!existsSync(source) || /\.(?:test|suite|fixture)\.ts$/.test(source)) rmSync(path);
}

chmodSync(join(dist, "cli", "main.js"), 0o755);
