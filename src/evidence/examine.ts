/** Every citation of a packet against the files it points to: which file, and what the line there is worth. */
import type { Citation, Packet } from "../packet/model.ts";
import type { CitedFile, FileLines } from "./file-lines.ts";
import { proofOf, resolveCitation, type Ground, type Resolution } from "./resolve.ts";

/**
 * `ok`: the lines exist and say something. `hollow`: blank or punctuation only. `past-end`: the file is shorter.
 * `ambiguous`, `missing`: no one file, or the symbol or words are not in it. `unverifiable`: nobody can tell from this
 * repository. `unread`: looks like a citation, form unknown. `self`: the packet cites itself.
 */
export type EvidenceState = "ok" | "hollow" | "past-end" | "ambiguous" | "missing" | "unverifiable" | "unread" | "self";

export interface Evidence {
  readonly citation: Citation;
  readonly resolution: Resolution;
  /** The file that is meant; null when none is known. */
  readonly path: string | null;
  readonly state: EvidenceState;
  /** The line it comes to: as cited, or where the symbol or the words stand. Null when there is none. */
  readonly line: number | null;
  /** Why it is unverifiable, in words that follow the file's name; null in every other state. */
  readonly reason: string | null;
  /** Lines of the file where that is known. */
  readonly lineCount: number | null;
}

/** What resolving a packet's citations gives, before any file is read. */
export interface Resolved {
  readonly packet: Packet;
  readonly resolutions: readonly Resolution[];
}

/** In the order of `packet.citations`. A path that is cited often is looked for once. */
export function resolvePacket(packet: Packet, ground: Ground): Resolved {
  if (packet.citations.length === 0) return { packet, resolutions: [] };
  const proof = proofOf(packet, ground.index);
  const known = new Map<string, Resolution>();
  const resolutions = packet.citations.map((citation) => {
    const key = citation.unread === null ? citation.path : "";
    const resolution = known.get(key) ?? resolveCitation(citation, ground, proof);
    known.set(key, resolution);
    return resolution;
  });
  return { packet, resolutions };
}

/** The path that a resolution comes to; null when it comes to none that could be read. */
export function resolvedPath(resolution: Resolution): string | null {
  return resolution.how === "exact" || resolution.how === "prefix" || resolution.how === "suffix"
    ? resolution.path
    : null;
}

/**
 * In the order of `packet.citations`. `fileAt` gives what was read at a path; undefined when nothing was. `search` is
 * shared by all packets that are examined together: it bounds what they may have searched.
 */
export function examinePacket(
  { packet, resolutions }: Resolved,
  fileAt: (path: string) => CitedFile | undefined,
  search: Search,
): readonly Evidence[] {
  return packet.citations.map((citation, index) => {
    const resolution = resolutions[index] ?? { how: "unread" };
    const path = resolvedPath(resolution);
    const found = path === null ? unresolved(resolution) : inFile(citation, path, packet, fileAt, search);
    const evidence = { citation, resolution, path, line: null, reason: null, lineCount: null, ...found };
    // A file that is too short was not the one that was meant, when others have its name.
    const wrong = found.state === "past-end" && resolution.how === "prefix" && resolution.instead.count > 1;
    return wrong ? { ...evidence, resolution: resolution.instead, path: null, state: "ambiguous", line: null } : evidence;
  });
}

type Found = Pick<Evidence, "state"> & Partial<Evidence>;

function unresolved(resolution: Resolution): Found {
  switch (resolution.how) {
    case "absent-spec":
      return { state: "unverifiable", reason: "is an edition of the spec that the repository no longer holds" };
    case "symlink":
      return { state: "unverifiable", reason: "stands behind a symbolic link, which is never followed" };
    case "submodule":
      return { state: "unverifiable", reason: "stands in a submodule, which is another repository" };
    case "ambiguous":
    case "unread":
      return { state: resolution.how };
    default:
      return { state: "missing" };
  }
}

function inFile(
  citation: Citation,
  path: string,
  packet: Packet,
  fileAt: (path: string) => CitedFile | undefined,
  search: Search,
): Found {
  if (path === packet.path) return { state: "self" };
  const file = fileAt(path);
  if (file === undefined) return { state: "unverifiable", reason: "was not read" };
  if (file.state === "unverifiable") return { state: "unverifiable", reason: file.reason };
  const { lines } = file;
  const { start, end, symbol, quote } = citation;
  const lineCount = lines.count;
  if (start !== null && end !== null) {
    const state = end > lineCount ? "past-end" : lines.isHollow(start, end) ? "hollow" : "ok";
    return { state, line: start, lineCount };
  }
  const wanted = symbol === null ? (quote?.text ?? "") : (symbol.split(/::|\./).at(-1) ?? "");
  const line = search.find(path, lines, wanted, symbol !== null);
  if (line === undefined) return { state: "unverifiable", reason: "is too large to be searched as often", lineCount };
  return line === null ? { state: "missing", lineCount } : { state: "ok", line, lineCount };
}

/** Bytes of files that may be searched for symbols and quotations. */
const SEARCHED = 256 * 2 ** 20;

/** Looks for words in files, for each only once, and through so many bytes in all. */
export class Search {
  #left: number;
  readonly #found = new Map<string, number | null>();
  #last: { readonly path: string; readonly text: string } | null = null;

  constructor(bytes = SEARCHED) {
    this.#left = bytes;
  }

  /** The first line that holds the words; null when none does; undefined when too much was searched before. */
  find(path: string, lines: FileLines, words: string, isName: boolean): number | null | undefined {
    const key = `${path}\n${words}`;
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    if (lines.bytes.length > this.#left) return undefined;
    this.#left -= lines.bytes.length;
    if (this.#last?.path !== path) this.#last = { path, text: lines.text() };
    const { text } = this.#last;
    const at = isName ? nameIn(text, words) : text.indexOf(words);
    const line = words === "" || at < 0 ? null : lineOf(text, at);
    this.#found.set(key, line);
    return line;
  }
}

/** Where a name stands that is not part of a longer one; -1 when nowhere. */
function nameIn(text: string, name: string): number {
  const inName = /[\p{L}\p{N}_]/u;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    if (!inName.test(text.charAt(at - 1)) && !inName.test(text.charAt(at + name.length))) return at;
  }
  return -1;
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
