/** The text of citations then, against the files of the head. */
import { drift, shortId } from "../../evidence/drift.ts";
import { readCitedFile, type CitedFile } from "../../evidence/file-lines.ts";
import { Effort, LineIndex } from "../../evidence/line-index.ts";
import { reanchor } from "../../evidence/reanchor.ts";
import type { Entry } from "../../snapshot/snapshot.ts";
import { TOO_MUCH, type Answer, type DriftInput, type Placed, type Targeted } from "./drift-item.ts";

/** Bytes of old versions that are held at a time, and that one evaluation reads at all. */
const HELD = 16 * 2 ** 20;
const READ = 256 * 2 ** 20;

export class Comparison {
  readonly #input: DriftInput;
  readonly #answer: Answer;
  readonly #effort = new Effort();
  readonly #files = new Map<string, CitedFile>();
  readonly #indexes = new Map<string, LineIndex>();

  constructor(input: DriftInput, answer: Answer) {
    this.#input = input;
    this.#answer = answer;
  }

  /** Compares files then and now. Gives back the citations of lines that the file did not have. */
  async compare(items: readonly Targeted[], now: ReadonlyMap<string, Entry>): Promise<readonly Placed[]> {
    const short: Placed[] = [];
    const byBlob = new Map<string, Targeted[]>();
    for (const item of items) {
      const { blob, target, evidence } = item;
      if (now.get(target)?.oid === blob && target === evidence.path) {
        // The very file that was cited.
        if (evidence.state === "past-end") short.push(item);
        else this.#answer(item, drift("ok", item.anchor, { from: item.from }));
        continue;
      }
      const group = byBlob.get(blob);
      if (group === undefined) byBlob.set(blob, [item]);
      else group.push(item);
    }
    const unread = new Set<string>();
    for (const { target } of [...byBlob.values()].flat()) {
      const file = this.#input.world.cited(target);
      if (file === undefined) unread.add(target);
      else this.#files.set(target, file);
    }
    await this.#read(unread);
    const { repository, limit } = this.#input;
    const sizes = await repository.blobSizes(byBlob.keys());
    for (const batch of batches(byBlob.keys(), sizes, limit)) {
      const contents = batch.isRead ? await repository.blobs(batch.oids, limit) : null;
      for (const oid of batch.oids) {
        const content = contents?.get(oid);
        const file: CitedFile =
          content?.state === "ok"
            ? readCitedFile(content.bytes)
            : { state: "unverifiable", reason: content === undefined ? TOO_MUCH : "cannot be read as it was then" };
        for (const item of byBlob.get(oid) ?? []) if (!this.#judge(item, file)) short.push(item);
      }
    }
    return short;
  }

  /** False when the file had no such lines. */
  #judge(item: Targeted, then: CitedFile): boolean {
    const { anchor, from, start, end, target, evidence } = item;
    const now = this.#files.get(target);
    const unverifiable = (reason: string): true => {
      this.#answer(item, drift("unverifiable", anchor, { from, reason }));
      return true;
    };
    if (then.state === "unverifiable") return unverifiable(`${then.reason}, in ${shortId(anchor)}`);
    if (end > then.lines.count) return false;
    if (now?.state !== "ok") return unverifiable(now?.reason ?? "was not read");
    const index = this.#indexes.get(target) ?? new LineIndex(now.lines);
    this.#indexes.set(target, index);
    const isSame = target === evidence.path;
    const place = reanchor(then.lines, index, start, end, this.#effort);
    switch (place.state) {
      case "same":
        if (isSame) this.#answer(item, drift("ok", anchor, { from }));
        else if (then.lines.isHollow(start, end)) return unverifiable("cites lines without words in a file that was renamed");
        else this.#answer(item, drift("moved", anchor, { from, now: { path: target, start, end } }));
        return true;
      case "hollow":
        if (!isSame) return unverifiable("cites lines without words in a file that was renamed");
        this.#answer(item, drift("ok", anchor, { from }));
        return true;
      case "moved":
        this.#answer(item, drift("moved", anchor, { from, now: { path: target, start: place.start, end: place.end } }));
        return true;
      case "ambiguous":
        this.#answer(item, drift("ambiguous", anchor, { from, count: place.count }));
        return true;
      case "changed":
        this.#answer(item, drift("changed", anchor, { from }));
        return true;
      case "unknown":
        return unverifiable(TOO_MUCH);
    }
  }

  async #read(paths: ReadonlySet<string>): Promise<void> {
    if (paths.size === 0) return;
    const { head, limit } = this.#input;
    const sizes = await head.sizes(paths);
    let bytes = 0;
    const chosen = [...paths].filter((path) => (bytes += sizes.get(path) ?? 0) <= HELD);
    for (const [path, content] of await head.read(chosen, limit)) {
      const file: CitedFile =
        content.state === "ok" ? readCitedFile(content.bytes) : { state: "unverifiable", reason: "cannot be read now" };
      this.#files.set(path, file);
    }
  }
}

interface Batch {
  readonly oids: readonly string[];
  /** False for what is beyond the limit of what is read at all. */
  readonly isRead: boolean;
}

function* batches(oids: Iterable<string>, sizes: ReadonlyMap<string, number>, limit: number): Generator<Batch> {
  let batch: string[] = [];
  let bytes = 0;
  let total = 0;
  const beyond: string[] = [];
  for (const oid of oids) {
    const size = sizes.get(oid) ?? 0;
    // One that is too large costs nothing: it is not read, and said to be so.
    const cost = size > limit ? 0 : size;
    if (total + cost > READ) {
      beyond.push(oid);
      continue;
    }
    if (batch.length > 0 && bytes + cost > HELD) {
      yield { oids: batch, isRead: true };
      batch = [];
      bytes = 0;
    }
    batch.push(oid);
    bytes += cost;
    total += cost;
  }
  if (batch.length > 0) yield { oids: batch, isRead: true };
  if (beyond.length > 0) yield { oids: beyond, isRead: false };
}
