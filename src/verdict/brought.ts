/** The reports of Writ that a change brings. */
import { blocksOf, type Block } from "../ledger/block.ts";
import { subjectHash } from "../ledger/recorded-bytes.ts";
import { reportEssence, statementsOf } from "../ledger/statements.ts";
import type { Packet } from "../packet/model.ts";
import { chainTo } from "./prove.ts";
import { readWords, type ReportWords } from "./report-words.ts";

export interface Brought {
  readonly packet: Packet;
  readonly block: Block;
  readonly reportId: string;
  readonly essence: string;
  /** Digest of the subject that it speaks about. */
  readonly digest: string;
  /** What it must name as the report before it. */
  readonly previous: string;
  /** What cannot be derived from Git; null when it has not the form of Writ's reports. */
  readonly words: ReportWords | null;
}

/** In the order of the packets and of their reports. `before` are the packets where the change began, by id. */
export function broughtReports(packets: readonly Packet[], before: ReadonlyMap<string, Packet>): readonly Brought[] {
  return packets.flatMap((packet) => {
    const old = before.get(packet.id);
    if (packet === old) return [];
    const known = new Set((old === undefined ? [] : blocksOf(old)).map(({ text }) => reportEssence(text)));
    return reportsOf(packet).filter(({ essence }) => !known.has(essence));
  });
}

/** Paths of the packets that differ from those before by nothing but what was recorded in them. */
export function onlyRecordedIn(packets: readonly Packet[], before: ReadonlyMap<string, Packet>): readonly string[] {
  return packets.flatMap((packet) => {
    const old = before.get(packet.id);
    const same = old !== undefined && old !== packet && old.path === packet.path && subjectHash(old) === subjectHash(packet);
    return same ? [packet.path] : [];
  });
}

/** Every report of Writ in a packet, in their order. */
export function reportsOf(packet: Packet): readonly Brought[] {
  const found: Brought[] = [];
  let previous: Block | null = null;
  for (const block of blocksOf(packet)) {
    if (block.report === null) continue;
    const said = statementsOf(block);
    if (said?.id !== undefined) {
      const read = readWords(block);
      const words = "words" in read ? read.words : null;
      const digest = said.subject?.value ?? "";
      found.push({ packet, block, reportId: said.id.value, essence: reportEssence(block.text), digest, previous: chainTo(previous), words });
    }
    previous = block;
  }
  return found;
}
