/**
 * Makes what the compiler left in dist/ fit to ship: nothing without a source, no test aids, and `writ` as one file.
 *
 * A command line is always cold, and opening two hundred modules takes longer than running most of them. So the program
 * that is installed is a bundle of the same modules, and beside it lies what V8 compiled of it.
 */
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const bin = join(dist, "bin");

rmSync(bin, { recursive: true, force: true });
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath, entry.name);
  const source = join(root, "src", relative(dist, path).replace(/\.(?:d\.ts|js)$/, ".ts"));
  if (!existsSync(source) || /\.(?:test|suite|fixture)\.ts$/.test(source)) rmSync(path);
}

/** satteri looks for its native part beside itself, and in the bundle it stands somewhere else. */
const nativePart = {
  name: "native part",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]satteri[\\/]index\.js$/ }, ({ path }) => {
      const contents = readFileSync(path, "utf8");
      if (!contents.includes("import.meta.url")) throw new Error(`${path} does not load its native part as it used to`);
      return { contents: contents.replaceAll("import.meta.url", "SATTERI_URL") };
    });
  },
};

/** Names the program by its code and by all it is built from. */
function programName() {
  const hash = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
  for (const path of readdirSync(dist, { recursive: true }).filter((path) => path.endsWith(".js")).sort()) {
    hash.update(`\0${path}\0`).update(readFileSync(join(dist, path)));
  }
  return hash.digest("hex").slice(0, 32);
}

await build({
  entryPoints: { program: join(dist, "cli", "main.js") },
  outdir: bin,
  outExtension: { ".js": ".cjs" },
  bundle: true,
  format: "cjs",
  platform: "node",
  target: "node20.18",
  charset: "ascii",
  plugins: [nativePart],
  define: { "import.meta.url": "PROGRAM_URL", WRIT_BUILD: JSON.stringify(programName()) },
  banner: {
    js:
      'const PROGRAM_URL = require("node:url").pathToFileURL(__filename).href; ' +
      'const SATTERI_URL = require("node:url").pathToFileURL(require.resolve("satteri")).href;',
  },
  legalComments: "linked",
  logLevel: "error",
});
writeFileSync(join(bin, "package.json"), '{ "type": "commonjs" }\n');
copyFileSync(join(root, "scripts", "launcher.cjs"), join(bin, "writ.js"));
chmodSync(join(bin, "writ.js"), 0o755);
execFileSync(process.execPath, [join(root, "scripts", "compile-ahead.mjs")], { stdio: ["ignore", "ignore", "inherit"] });
