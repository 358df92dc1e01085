import type { Evaluation, Finding, PacketResult } from "../evaluate/evaluation.ts";
import { byPlace, compare } from "../evaluate/order.ts";

/** Findings about one packet wherever they stand (packet, its refinement, the board), or about one other file. */
export interface Group {
  readonly kind: PacketResult["kind"] | "file";
  /** The packet's id, or the file's path. */
  readonly name: string;
  /** Where the packet is, or the file. */
  readonly path: string;
  readonly status: string | null;
  /** Ordered by place; empty only for documents without findings. */
  readonly findings: readonly Finding[];
}

const KINDS = ["packet", "stub", "refinement"] as const;

/** Sorts findings into groups ordered by path. Every packet, stub and refinement has one, also without findings. */
export function groups(evaluation: Evaluation, findings: readonly Finding[]): readonly Group[] {
  const documents = [...evaluation.packets].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  const byName = new Map<string, Group & { readonly findings: Finding[] }>();
  const idAt = new Map<string, string>();
  for (const { kind, id, path, status } of documents) {
    idAt.set(path, id);
    if (!byName.has(`id ${id}`)) byName.set(`id ${id}`, { kind, name: id, path, status, findings: [] });
  }
  for (const finding of findings) {
    const id = finding.packet ?? idAt.get(finding.path);
    const key = id === undefined ? `path ${finding.path}` : `id ${id}`;
    let group = byName.get(key);
    if (group === undefined) {
      const name = id ?? finding.path;
      group = { kind: id === undefined ? "file" : "packet", name, path: finding.path, status: null, findings: [] };
      byName.set(key, group);
    }
    group.findings.push(finding);
  }
  for (const group of byName.values()) group.findings.sort(byPlace);
  return [...byName.values()].sort((a, b) => compare(a.path, b.path) || compare(a.name, b.name));
}
