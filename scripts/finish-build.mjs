/**
 * Makes what the compiler left in dist/ fit to ship: nothing without a source, no test aids, and `writ` as a few files.
 *
 * A command line is always cold, and opening two hundred modules takes longer than running most of them. So the program
 * that is installed is a bundle of the same modules; commands stay apart, so each loads only what it needs.
 */
import { build } from "esbuild";
import { chmodSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");

rmSync(join(dist, "bin"), { recursive: true, force: true });
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath, entry.name);
  const source = join(root, "src", relative(dist, path).replace(/\.(?:d\.ts|js)$/, ".ts"));
  if (!existsSync(source) || /\.(?:test|suite|fixture)\.ts$/.test(source)) rmSync(path);
}

await build({
  entryPoints: { writ: join(dist, "cli", "main.js") },
  outdir: join(dist, "bin"),
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.18",
  // satteri finds its native part by its own place.
  external: ["satteri"],
  chunkNames: "[name]-[hash]",
  // Packages of the older module system ask for `require`.
  banner: { js: 'import { createRequire as _require } from "node:module"; const require = _require(import.meta.url);' },
  legalComments: "linked",
  logLevel: "error",
});
chmodSync(join(dist, "bin", "writ.js"), 0o755);
