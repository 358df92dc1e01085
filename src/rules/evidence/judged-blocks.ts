/** The manifest blocks that a change answers for, each with its file before and after. */
import type { FileVersion } from "../../evidence/manifest.ts";
import type { ManifestBlock, Packet } from "../../packet/model.ts";
import type { RuleContext, Target } from "../rule.ts";
import { freshBlocks } from "./fresh.ts";

export interface JudgedBlock extends Target {
  readonly block: ManifestBlock;
  readonly path: string;
  /** Why the lines of the file cannot be compared, in words that follow "the file"; null when they can. */
  readonly closed: string | null;
}

/** Blocks about files that the change does not touch speak of another change, and are left out. */
export function judgedBlocks(packet: Packet, context: RuleContext): readonly JudgedBlock[] {
  return freshBlocks(packet, context).flatMap((block) => {
    const path = block.target?.value.replaceAll("\\", "/") ?? "";
    const target = context.change?.targets.get(path);
    if (target === undefined) return [];
    return [{ block, path, ...target, closed: closedBy(target.before) ?? closedBy(target.after) }];
  });
}

function closedBy(version: FileVersion): string | null {
  if (version.state === "unverifiable") return version.reason;
  return bytesOf(version).subarray(0, 8000).includes(0) ? "is binary" : null;
}

/** Nothing for a file that is not there. */
export function bytesOf(version: FileVersion): Uint8Array {
  return version.state === "ok" ? version.bytes : new Uint8Array();
}
