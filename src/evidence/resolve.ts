/** Which file of a repository a citation means. */
import type { Citation, Packet } from "../packet/model.ts";
import type { TreeIndex } from "./tree-index.ts";

export type Resolution =
  /** As written, or the only path that ends so. */
  | { readonly how: "exact" | "suffix"; readonly path: string }
  /** The one among several that the packet names elsewhere, or that lies in a folder it names. */
  | { readonly how: "prefix"; readonly path: string; readonly instead: Ambiguous }
  | Ambiguous
  /** No file. Those of the same name elsewhere are listed: at most `CANDIDATES`. */
  | { readonly how: "missing"; readonly candidates: readonly string[] }
  /** An edition of the spec that the repository does not hold any more. */
  | { readonly how: "absent-spec" }
  /** What stands at `path`, or above the cited file, is a link or another repository, and is not followed. */
  | { readonly how: "symlink" | "submodule"; readonly path: string }
  | { readonly how: "unread" };

/** Several files may be meant. At most `CANDIDATES` of them are listed. */
export interface Ambiguous {
  readonly how: "ambiguous";
  readonly candidates: readonly string[];
  readonly count: number;
}

/** How many files are named when it is not clear which one is meant. */
export const CANDIDATES = 5;

/** What a resolver goes by besides the citation. */
export interface Ground {
  readonly index: TreeIndex;
  /** True for the name of a spec file, whichever its edition. */
  isSpec(path: string): boolean;
}

/** What a packet proves about where its files are. */
export interface Proof {
  readonly files: ReadonlySet<string>;
  /** Folders above those files. */
  readonly folders: ReadonlySet<string>;
  /** The packet's own path. */
  readonly own: string;
}

/** Every file that the packet cites by its full path, lists in its scope or names in its manifest. */
export function proofOf(packet: Packet, index: TreeIndex): Proof {
  const files = new Set<string>();
  const folders = new Set<string>();
  const add = (written: string): void => {
    const path = relative(written);
    if (index.kindOf(path) === "file") files.add(path);
    else if (!written.endsWith("/")) return;
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const folder = path.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  };
  for (const citation of packet.citations) add(citation.path);
  for (const entry of packet.scopePaths) {
    const path = entry.path.replaceAll("\\", "/");
    if (entry.kind === "path") add(path);
    if (entry.kind === "directory") {
      folders.add(relative(path));
      add(path);
    }
  }
  for (const block of packet.manifest) if (block.target !== null) add(block.target.value.replaceAll("\\", "/"));
  return { files, folders, own: packet.path };
}

/** The file a citation means in the tree of `ground`. Depends on nothing but its arguments. */
export function resolveCitation(citation: Citation, ground: Ground, proof: Proof): Resolution {
  return citation.unread !== null || citation.path === ""
    ? { how: "unread" }
    : resolvePath(citation.path, ground, proof);
}

/** A path as a packet at `own` writes it, from the top of the repository; empty when it leads out of it. */
export function fromTop(written: string, own: string): string {
  return relative(written.startsWith("../") ? `${folderOf(own)}/${written}` : written);
}

function resolvePath(written: string, { index, isSpec }: Ground, proof: Proof): Resolution {
  const path = fromTop(written, proof.own);
  const kind = index.kindOf(path);
  if (kind === "file") return { how: "exact", path };
  const stands = kind === null ? index.through(path) : { path, kind };
  if (stands !== null && stands.kind !== "file") return { how: stands.kind, path: stands.path };
  if (/^(?:[A-Za-z]:|~)?\//.test(written)) return absolute(path, index);
  const candidates = index.endingWith(path);
  const [first] = candidates;
  if (first === undefined) return absent(path, index, isSpec, proof);
  const instead: Ambiguous = { how: "ambiguous", candidates: candidates.slice(0, CANDIDATES), count: candidates.length };
  const proven = provenAmong(candidates, path, proof);
  if (proven !== null) return { how: "prefix", path: proven, instead };
  return candidates.length === 1 ? { how: "suffix", path: first } : instead;
}

/** A file that the packet names by its whole path comes before one that merely lies in a folder it names. */
function provenAmong(candidates: readonly string[], path: string, proof: Proof): string | null {
  const named = candidates.filter((candidate) => proof.files.has(candidate));
  const near = candidates.filter((candidate) => proof.folders.has(candidate.slice(0, -path.length - 1)));
  const [only, second] = named.length > 0 ? named : near;
  return only === undefined || second !== undefined ? null : only;
}

/** A path of somebody's machine: the longest end of it that is a file here, with its folder. */
function absolute(path: string, index: TreeIndex): Resolution {
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) {
    const end = path.slice(at + 1);
    if (!end.includes("/")) break;
    if (index.kindOf(end) === "file") return { how: "suffix", path: end };
  }
  return { how: "missing", candidates: sameName(path, index) };
}

function absent(path: string, index: TreeIndex, isSpec: Ground["isSpec"], proof: Proof): Resolution {
  // The packet moved with all others, and says where it stood before.
  const [name, folder] = [nameOf(path), nameOf(folderOf(path))];
  if (name === nameOf(proof.own) && folder === nameOf(folderOf(proof.own))) return { how: "exact", path: proof.own };
  return isSpec(path) ? { how: "absent-spec" } : { how: "missing", candidates: sameName(path, index) };
}

function sameName(path: string, index: TreeIndex): readonly string[] {
  return index.named(nameOf(path)).slice(0, CANDIDATES);
}

/** As Git writes paths: no leading slash or drive, no `.` and `..`. What leads out of the repository is left empty. */
function relative(written: string): string {
  if (!/^[A-Za-z]:|^[~/]|(?:^|\/)\.{0,2}(?:\/|$)/.test(written)) return written;
  const parts: string[] = [];
  for (const part of written.replace(/^[A-Za-z]:|^~/, "").split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return "";
    } else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
