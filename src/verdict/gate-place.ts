/** Where the state of a packet's gates is kept, in repositories that keep such files. Links are never followed. */
import type { Content, Snapshot } from "../snapshot/snapshot.ts";
import { quoted } from "../policy/quoted.ts";
import { LARGEST_GATE_FILE } from "./gate-file.ts";

export interface GateFile {
  readonly path: string;
  /** As it stands; null where there is none yet, and where it is not to be touched. */
  readonly bytes: Uint8Array | null;
  /** Why it is not to be touched; follows upon "it was left as it is:". */
  readonly problem: string | null;
}

/** What a file may be called on every disk. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,180}$/;

/**
 * The file for a packet; null when the folder holds no such file for any packet, for then none is kept.
 *
 * @param folder where they are by the policy; null for nowhere
 */
export async function gateFileFor(snapshot: Pick<Snapshot, "tree" | "read">, folder: string | null, packet: string): Promise<GateFile | null> {
  if (folder === null) return null;
  const tree = await snapshot.tree();
  const start = `${folder}/`;
  const path = `${start}${packet}.json`;
  let isKept = false;
  let isFolder = false;
  for (const [other, { kind }] of tree) {
    if (!other.startsWith(start)) continue;
    isKept ||= (kind === "file" || kind === "executable") && other.endsWith(".json") && !other.includes("/", start.length);
    isFolder ||= other.startsWith(`${path}/`);
  }
  if (!isKept) return null;
  const left = (problem: string): GateFile => ({ path, bytes: null, problem });
  if (!NAME.test(packet)) return left(`${quoted(packet, 100)} is no name of a file`);
  if (isFolder) return left("a folder is in its place");
  const entry = tree.get(path);
  if (entry === undefined) return { path, bytes: null, problem: null };
  // A commit through GitHub's API makes every file a plain one.
  if (entry.kind !== "file") return left("it is no plain file");
  const content = (await snapshot.read([path], LARGEST_GATE_FILE)).get(path);
  return content?.state === "ok" ? { path, bytes: content.bytes, problem: null } : left(unread(content));
}

function unread(content: Content | undefined): string {
  if (content?.state === "too-large") return `it is larger than ${LARGEST_GATE_FILE} bytes`;
  return content?.state === "not-a-file" ? "it is no plain file" : "it cannot be read";
}
