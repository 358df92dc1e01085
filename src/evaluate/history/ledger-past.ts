/** The past of recorded text that a change touches: it may put back what an earlier one had damaged. */
import type { LedgerPast } from "../../ledger/past.ts";
import { brokenPackets } from "../../rules/ledger/record.ts";
import type { Change, World } from "../../rules/rule.ts";
import type { Policy } from "../../policy/policy.ts";
import type { Repository, Snapshot } from "../../snapshot/snapshot.ts";
import { walkLedger } from "./ledger-history.ts";

/**
 * What the packets recorded on the way to the base, whose recorded text the change breaks; by id. The history of the
 * others is not looked at, so this costs nothing where nothing is wrong. A history that is cut off counts from the cut.
 */
export async function loadPast(
  change: Change,
  world: World,
  { base, repository, policy }: { readonly base: Snapshot | null; readonly repository: Repository | null; readonly policy: Policy },
): Promise<ReadonlyMap<string, LedgerPast>> {
  const ids = brokenPackets(change, world);
  if (ids.length === 0 || repository === null || base?.revision.kind !== "commit") return new Map();
  const { layout, scan } = policy;
  const { pasts } = await walkLedger({ repository, head: base.revision.oid, layout, ids, limit: scan.maxFileBytes });
  return pasts;
}
