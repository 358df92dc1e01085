/** Whether somebody had a right, by what was recorded of it. */
import type { Gate } from "../policy/policy.ts";
import { rightFrom } from "../verdict/rights.ts";
import type { RightRecord, SaidRecord } from "./decision.ts";

interface Asked {
  readonly said: SaidRecord;
  readonly right: RightRecord;
}

/** True when the right was looked up for whoever said it, and follows from that. */
export function isEntitled(gate: Gate, asked: Asked, wanted: RightRecord["right"]): boolean {
  return asked.right.right === wanted && isOwn(asked) && rightFrom(gate, asked.right).allowed;
}

/** True when it was looked up for the account that spoke. */
export function isOwn({ said, right }: Asked): boolean {
  return said.author.id === right.account.id;
}
