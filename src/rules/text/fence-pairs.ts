import type { AnyDocument, Damage, DamageKind, Span } from "../../packet/model.ts";
import { lineEnd } from "./line-end.ts";
import { touchesRecord } from "./listing.ts";

export interface FencePair {
  readonly open: Damage;
  readonly close: Damage;
}

/** Damaged fences of a kind. The reader finds them in pairs: where a fence opens, then where it ends. */
export function fencePairs({ damage }: AnyDocument, kind: DamageKind): readonly FencePair[] {
  const own = damage.filter((entry) => entry.kind === kind);
  const pairs: FencePair[] = [];
  for (let index = 0; index + 1 < own.length; index += 2) {
    const [open, close] = own.slice(index, index + 2);
    if (open !== undefined && close !== undefined) pairs.push({ open, close });
  }
  return pairs;
}

/** What mends the pair: both ends or nothing, and nothing where one of them stands in text that nobody may change. */
export function mendsFor(document: AnyDocument, { open, close }: FencePair): { span: Span; text: string }[] {
  const end = lineEnd(document.source);
  const mends = [open, close].flatMap(({ span, replacement }) =>
    replacement === null ? [] : [{ span, text: replacement.replaceAll("\n", end) }],
  );
  return mends.some(({ span }) => touchesRecord(document, span)) ? [] : mends;
}
