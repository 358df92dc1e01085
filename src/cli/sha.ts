/** `writ sha`. */
import { createHash } from "node:crypto";
import { UserError } from "../errors.ts";
import { contentSha1, type ContentSha1 } from "../packet/content-sha1.ts";
import { quoted } from "../policy/quoted.ts";
import { json, visible } from "../render/harmless.ts";
import type { Entry, Snapshot } from "../snapshot/snapshot.ts";
import type { Call, ExitCode } from "./call.ts";
import { compare } from "../project/project.ts";
import { openHead, repositoryOf } from "./project.ts";
import { pathOf } from "./targets.ts";

/** A file too large for this is no source that a packet could cite. */
const LARGEST = 512 * 1024 * 1024;

const LINE_FEED = 10;

/** What a manifest calls a file that is not there. */
const NO_FILE = "0".repeat(40);

interface Sums extends ContentSha1 {
  /** Git's id of the file. */
  readonly blob: string;
  readonly lines: number;
  readonly bytes: number;
}

interface FileSums {
  readonly path: string;
  /** Null without a base, and for a file that is new. */
  readonly before: Sums | null;
  /** Null for a file that the change removes. */
  readonly after: Sums | null;
}

export async function run(call: Call): Promise<ExitCode> {
  const repository = await repositoryOf(call);
  try {
    const { head, name } = await openHead(call, repository);
    const named = call.value("base");
    const base = named === null ? null : (await compare(repository, head, named)).comparison;
    const paths = new Set((await head.tree()).keys());
    if (base !== null) for (const path of (await base.snapshot.tree()).keys()) paths.add(path);
    const ground = { root: repository.root, cwd: call.terminal.cwd, paths, name };
    const wanted = [...new Set(call.arguments.map((argument) => pathOf(argument, ground)))];
    const after = await sumsOf(head, wanted);
    const before = base === null ? null : await sumsOf(base.snapshot, wanted);
    const files = wanted.map(
      (path): FileSums => ({ path, before: before?.get(path) ?? null, after: after.get(path) ?? null }),
    );
    const asJson = call.value("format") === "json";
    call.terminal.out.write(asJson ? json({ schema: "writ.sha/1", files }) : pretty(files, base !== null));
    return 0;
  } finally {
    await repository.dispose();
  }
}

/** Checksums by path; files that the snapshot does not have are left out. */
async function sumsOf(snapshot: Snapshot, paths: readonly string[]): Promise<ReadonlyMap<string, Sums>> {
  const tree = await snapshot.tree();
  const sums = new Map<string, Sums>();
  const algorithm = [...tree.values()].some(({ oid }) => oid?.length === 64) ? "sha256" : "sha1";
  for (const [path, content] of await snapshot.read(paths, LARGEST)) {
    if (content.state === "ok") sums.set(path, checksums(content.bytes, tree.get(path)?.oid ?? null, algorithm));
    else if (content.state !== "missing" || isFolder(path, tree)) throw noFile(path, content.state);
  }
  return sums;
}

function isFolder(path: string, tree: ReadonlyMap<string, Entry>): boolean {
  if (tree.has(path)) return false;
  for (const known of tree.keys()) if (path === "" || known.startsWith(`${path}/`)) return true;
  return false;
}

function noFile(path: string, state: string): UserError {
  const why = {
    missing: "is a folder; name the files in it",
    "not-a-file": "is a link or a submodule, which has no content of its own; name a file",
    "too-large": `is larger than ${LARGEST} bytes; name a smaller file`,
  }[state];
  return new UserError(`${quoted(path === "" ? "." : path, 200)} ${why ?? "cannot be read; make it readable"}`);
}

/** `oid` is what Git calls the file, where it is known: line end conversion may make that the id of other bytes. */
function checksums(bytes: Uint8Array, oid: string | null, algorithm: "sha1" | "sha256"): Sums {
  const ends = bytes.reduce((count, byte) => (byte === LINE_FEED ? count + 1 : count), 0);
  return {
    ...contentSha1(bytes),
    blob: oid ?? createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest("hex"),
    lines: bytes.length === 0 || bytes.at(-1) === LINE_FEED ? ends : ends + 1,
    bytes: bytes.length,
  };
}

function pretty(files: readonly FileSums[], compared: boolean): string {
  const blocks = files.map(({ path, before, after }) => {
    const lines = [visible(path)];
    if (compared) lines.push("  before", ...rows(before, "did not exist"), "  after", ...rows(after, "is gone"));
    else lines.push(...rows(after, "is gone"));
    if (compared) lines.push(`  line delta    ${signed((after?.lines ?? 0) - (before?.lines ?? 0))}`);
    return lines.join("\n");
  });
  return `${blocks.join("\n\n")}\n`;
}

function rows(sums: Sums | null, absent: string): readonly string[] {
  if (sums === null) return [`    ${absent}; a manifest says ${NO_FILE}`];
  return [
    `    SHA-1 (LF)    ${sums.lf}`,
    `    SHA-1 (CRLF)  ${sums.crlf}`,
    `    Git blob      ${sums.blob}`,
    `    lines         ${sums.lines}`,
    `    bytes         ${sums.bytes}`,
  ];
}

function signed(number: number): string {
  return number > 0 ? `+${number}` : String(number);
}
