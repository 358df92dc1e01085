/** Every version of every governed document in the real history, as (path, bytes). */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DocumentKind } from "../../src/packet/model.ts";
import { documentKind, LAYOUTS } from "../../src/policy/layout.ts";

export interface Version {
  readonly kind: DocumentKind;
  readonly path: string;
  readonly oid: string;
  readonly bytes: Uint8Array;
}

/** Clones the bundle into a bare repository of its own; `remove` takes it away again. */
export function cloneBundle(corpus: string): { readonly folder: string; remove(): void } {
  const parent = mkdtempSync(join(tmpdir(), "writ-corpus-"));
  const folder = join(parent, "governance.git");
  execFileSync("git", ["clone", "--quiet", "--bare", `${corpus}/governance.bundle`, folder], { stdio: "pipe" });
  return { folder, remove: () => { rmSync(parent, { recursive: true, force: true }); } };
}

export function readHistory(folder: string): Version[] {
  const git = (args: readonly string[], input?: string): Buffer =>
    execFileSync("git", ["-C", folder, ...args], { input, maxBuffer: 1 << 30, stdio: ["pipe", "pipe", "pipe"] });
  const log = git(["log", "--all", "--format=", "--raw", "--no-renames", "--no-abbrev", "-m"]).toString();
  const found = new Map<string, Omit<Version, "bytes">>();
  for (const row of log.split("\n")) {
    const [meta, path] = row.split("\t");
    const oid = meta?.split(" ")[3] ?? "";
    if (path === undefined || /^0*$/.test(oid)) continue;
    const kind = Object.values(LAYOUTS)
      .map((layout) => documentKind(layout, path))
      .find((candidate) => candidate !== null);
    if (kind !== undefined && kind !== null) found.set(`${path} ${oid}`, { kind, path, oid });
  }
  const versions = [...found.values()];
  const batch = git(["cat-file", "--batch"], versions.map(({ oid }) => `${oid}\n`).join(""));
  let at = 0;
  return versions.map((version) => {
    const feed = batch.indexOf(10, at);
    const size = Number(batch.subarray(at, feed).toString().split(" ")[2]);
    const bytes = batch.subarray(feed + 1, feed + 1 + size);
    at = feed + size + 2;
    return { ...version, bytes };
  });
}
