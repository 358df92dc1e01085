/** Proves every report of Writ that stands in a set of packets. */
import type { ReportProof } from "../evaluate/history/ledger-proof.ts";
import type { RecordedText } from "../evaluate/history/recorded-text.ts";
import type { Block } from "../ledger/block.ts";
import { statementsOf } from "../ledger/statements.ts";
import type { Repository } from "../snapshot/snapshot.ts";
import { chainTo, Prover } from "./prove.ts";

/**
 * In the order of the packets and of their reports. Reports that Writ did not write are left out; they stand in the
 * chain all the same.
 */
export async function proveAll(
  repository: Repository,
  version: string,
  packets: Iterable<readonly [id: string, text: RecordedText]>,
): Promise<readonly ReportProof[]> {
  const prover = new Prover(repository, version);
  const proofs: ReportProof[] = [];
  for (const [packet, { blocks, source }] of packets) {
    let previous: Block | null = null;
    for (const block of blocks) {
      if (block.report === null) continue;
      const id = statementsOf(block)?.id?.value;
      if (id !== undefined) {
        const { state, why, line } = await prover.prove({ packet, block, previous: chainTo(previous) });
        const first = source.lineAt(block.span.start);
        const difference = line === null ? null : { line: first + line.number - 1, found: line.found, expected: line.expected };
        if (state !== "foreign") proofs.push({ state, packet, line: first, reportId: id, why, difference });
      }
      previous = block;
    }
  }
  return proofs;
}
