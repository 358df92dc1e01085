/** Where an id stands among the revisions of its base. Ids are compared whole: one name may begin like another. */
import { dialect } from "../packet/dialect.ts";
import type { Packet, RegistryRow } from "../packet/model.ts";
import { readId } from "../packet/vocabulary.ts";

/**
 * How an id marks its revision: not at all, by `-v2`, by `-v0.1`, or by a date. The last two are old habits; their end
 * can also belong to the name, so what they are is only known where the rest is a base by itself.
 */
export type Mark = "plain" | "revision" | "dotted" | "dated";

export interface IdParts {
  readonly base: string;
  readonly mark: Mark;
  /** Revision and what stands behind its dot; a plain id counts as 0.0, a dated one has no number. */
  readonly major: number;
  readonly minor: number;
}

/** The same ids are asked for over and over; a flood of different ones only empties the memory. */
const known = new Map<string, IdParts>();

/** What an id says of itself, without regard to its surroundings. An id of no known form is a base of its own. */
export function partsOf(id: string): IdParts {
  const before = known.get(id);
  if (before !== undefined) return before;
  if (known.size >= 4000) known.clear();
  const parts = readParts(id);
  known.set(id, parts);
  return parts;
}

function readParts(id: string): IdParts {
  const read = readId(id);
  if (read === null) return { base: id, mark: "plain", major: 0, minor: 0 };
  if (read.version !== null) return { base: read.base, mark: "revision", major: read.version, minor: 0 };
  const dotted = dialect.ids.dotted.exec(id);
  if (dotted !== null) {
    const base = id.slice(0, dotted.index);
    return { base, mark: "dotted", major: Number(dotted[1]), minor: Number(dotted[2]) };
  }
  const stamp = dialect.ids.dateStamp.exec(id);
  if (stamp !== null) return { base: id.slice(0, stamp.index), mark: "dated", major: 0, minor: 0 };
  return { base: id, mark: "plain", major: 0, minor: 0 };
}

/** Which document a row of the registry names: `…/ID.md`, `…/ID/packet.md`, or the bare id. Null when it names none. */
export function targetOf(row: RegistryRow): { readonly id: string; readonly kind: "packet" | "stub" | null } | null {
  const id = targetId(row.target);
  if (id === null) return null;
  const parts = row.target.split("/");
  const isStub = row.target.includes(`/${dialect.lineage.stubFolder}`) || row.target.startsWith(dialect.lineage.stubFolder);
  return { id, kind: isStub ? "stub" : parts.length > 1 ? "packet" : null };
}

export function targetId(target: string): string | null {
  const parts = target.trim().replace(/^\[[^\]]*\]\(([^)]*)\)$/, "$1").replace(/^`|`$/g, "").split("/");
  const name = parts.at(-1) ?? "";
  const id = name === "packet.md" ? (parts.at(-2) ?? "") : name.replace(/\.md$/, "");
  return readId(id) === null ? null : id;
}

/** The revision that a document with a dated file name says it is, in its title or its fields. */
export function claimedVersion(packet: Packet, base: string): number | null {
  for (const { id } of packet.claims) {
    const read = readId(id);
    if (read !== null && read.base === base && read.version !== null) return read.version;
  }
  return null;
}
