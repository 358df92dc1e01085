/** Names a finding so that it is the same one after lines moved, the packet was renamed or re-encoded. */
import { hash } from "node:crypto";

/** Printable ASCII without anything that an encoding may have left behind, blanks one at a time. */
const PLAIN = /^(?:[\x21-\x3e\x40-\x7e]|\?(?!\?)| (?! ))*$/;

/**
 * Identity is the rule, the packet (or file name) and the subject. Several findings with all three equal are told apart
 * by their order in the document. 32 hex digits.
 */
export class Fingerprints {
  readonly #seen = new Map<string, number>();

  next(rule: string, owner: string, subject: string): string {
    const words = PLAIN.test(subject)
      ? subject
      : subject
          .normalize("NFKC")
          .replace(/[^\x20-\x7e]+|\?{2,}/g, "~")
          .replace(/\s+/g, " ");
    const key = `${rule}\n${owner}\n${words}`;
    const order = this.#seen.get(key) ?? 0;
    this.#seen.set(key, order + 1);
    return digest(`${key}\n${String(order)}`);
  }
}

/** The head and the base have most findings in common, so digests are kept; a flood of them only empties the memory. */
const digests = new Map<string, string>();
const MOST_DIGESTS = 50_000;

function digest(text: string): string {
  const known = digests.get(text);
  if (known !== undefined) return known;
  if (digests.size >= MOST_DIGESTS) digests.clear();
  const hex = hash("sha256", text).slice(0, 32);
  digests.set(text, hex);
  return hex;
}
