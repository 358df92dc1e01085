/** Citations on their way to being compared with what they were written for. */
import type { Drift } from "../../evidence/drift.ts";
import type { Evidence } from "../../evidence/examine.ts";
import type { Ground } from "../../evidence/resolve.ts";
import type { Packet } from "../../packet/model.ts";
import type { Layout } from "../../policy/policy.ts";
import type { World } from "../../rules/rule.ts";
import type { History, Repository, Snapshot } from "../../snapshot/snapshot.ts";

export interface DriftInput {
  readonly head: Snapshot;
  readonly repository: Repository;
  readonly layout: Layout;
  readonly world: Pick<World, "evidence" | "cited">;
  readonly isSpec: Ground["isSpec"];
  /** The packets whose citations are judged. */
  readonly packets: readonly Packet[];
  /** Files larger than this many bytes are not read. */
  readonly limit: number;
  /** The history of all packet folders up to the head, when somebody has asked for it already. */
  readonly history?: Promise<History> | undefined;
}

/** A citation with lines, and where its text is to be found. */
export interface Item {
  readonly packet: Packet;
  readonly index: number;
  readonly evidence: Evidence;
  readonly start: number;
  readonly end: number;
  /** The path as the packet writes it. */
  readonly written: string;
  /** Commits whose text may count, the best first. */
  readonly anchors: readonly string[];
}

/** An item with the file it was written for. */
export interface Placed extends Item {
  readonly anchor: string;
  readonly from: string;
  readonly blob: string;
}

/** An item with the file of the head that its file has become. */
export interface Targeted extends Placed {
  readonly target: string;
}

/** Takes the answer for a citation. */
export type Answer = (item: Pick<Item, "packet" | "index">, drift: Drift | null) => void;

/** What is said beyond the limits of what one evaluation looks at. */
export const TOO_MUCH = "was not compared, because the packets cite too much in all";

/** True for a citation of lines whose file is known, or was once. */
export function canDrift(evidence: Evidence | undefined): boolean {
  if (evidence === undefined || evidence.citation.start === null) return false;
  const { state, resolution } = evidence;
  return state === "ok" || state === "hollow" || state === "past-end" || state === "missing" || resolution.how === "absent-spec";
}

/** The paths at which the file of a citation may have stood: as written, and where it leads now. */
export function pathsOf({ written, evidence }: Item): readonly string[] {
  return evidence.path === null || evidence.path === written ? [written] : [written, evidence.path];
}
