/** Walks everything that led to a commit and tells what ever happened to the recorded text of packets. */
import { compareLedger, type Difference } from "../../ledger/compare.ts";
import { mergeDifferences } from "../../ledger/merge.ts";
import type { LedgerPast } from "../../ledger/past.ts";
import type { Layout } from "../../policy/policy.ts";
import type { History, HistoryCommit, Repository } from "../../snapshot/snapshot.ts";
import { eventOf, lostBlock, type EventSide, type LedgerEvent } from "./ledger-event.ts";
import { currentVersion, PacketHistory, PacketPlaces, type PacketState, type PacketVersion } from "./packet-versions.ts";
import { RecordedTexts, type RecordedText } from "./recorded-text.ts";

export interface LedgerWalkInput {
  readonly repository: Pick<Repository, "history" | "blobs">;
  /** Full id of the commit whose history is walked. */
  readonly head: string;
  /** Where packets are at the head. */
  readonly layout: Layout;
  /** The only packets to look at; all when null. */
  readonly ids: readonly string[] | null;
  /** Files larger than this many bytes are not read. */
  readonly limit: number;
  readonly progress?: (done: number, of: number) => void;
}

export interface LedgerWalk {
  readonly commits: number;
  /** Commits beyond which the history is not known. */
  readonly cuts: readonly string[];
  /** Breaches of the ledger and other spellings, in the order of the history. */
  readonly events: readonly LedgerEvent[];
  /** Versions that could not be read, so that nothing can be said about them. */
  readonly unreadable: readonly { readonly version: PacketVersion; readonly reason: string }[];
  /** Ids of all packets that ever were, with the version at the head, or null. */
  readonly packets: ReadonlyMap<string, PacketVersion | null>;
  /** The recorded text of the versions at the head, by blob id. */
  readonly texts: ReadonlyMap<string, RecordedText>;
  /** What every packet recorded on the way to the head, by id. */
  readonly pasts: ReadonlyMap<string, LedgerPast>;
}

/** Commits whose blobs are read in one go. */
const AHEAD = 50;

/**
 * Every commit is compared with its parent, a merge with each of its parents. A packet is followed by its id, wherever
 * its file goes; where two files have it, the one in the folder that counts today. Reads as many blobs at once as it
 * keeps, so that memory does not grow with the history.
 */
export async function walkLedger(input: LedgerWalkInput): Promise<LedgerWalk> {
  const places = new PacketPlaces(input.layout);
  const history = await input.repository.history(input.head, places.paths(input.ids));
  const walk = new Walk(input, places, history);
  for (const [index, commit] of history.commits.entries()) {
    if (index % AHEAD === 0) await walk.readAhead(history.commits.slice(index, index + AHEAD));
    await walk.step(commit);
    input.progress?.(index + 1, history.commits.length);
  }
  return walk.finish();
}

const NOTHING: { has(key: string): boolean } = new Set();

class Walk {
  readonly #input: LedgerWalkInput;
  readonly #places: PacketPlaces;
  readonly #history: History;
  readonly #states: PacketHistory;
  readonly #texts: RecordedTexts;
  /** With the key of the block that each took away or changed. */
  readonly #events: { readonly event: LedgerEvent; readonly lost: string | null }[] = [];
  #head: PacketState = new Map();

  constructor(input: LedgerWalkInput, places: PacketPlaces, history: History) {
    this.#input = input;
    this.#places = places;
    this.#history = history;
    this.#states = new PacketHistory(places, history.commits);
    this.#texts = new RecordedTexts(input.repository, input.limit);
  }

  /** What commits bring is compared with sooner or later. */
  async readAhead(commits: readonly HistoryCommit[]): Promise<void> {
    const versions = commits.flatMap(({ changes }) =>
      changes.flatMap(({ path, after }) => {
        return after === null || !this.#isWanted(path) ? [] : [{ path, oid: after }];
      }),
    );
    await this.#texts.load(versions);
  }

  async step(commit: HistoryCommit): Promise<void> {
    const { before, after } = this.#states.follow(commit);
    if (commit.oid === this.#input.head) this.#head = after;
    const ids = touched(commit, before, after, (path) => this.#idAt(path));
    const sides = [...ids].map((id) => ({
      id,
      old: before.map((state) => currentVersion(state, id)),
      now: currentVersion(after, id),
    }));
    await this.#texts.load(sides.flatMap(({ old, now }) => [...old, now]).filter((version) => version !== null));
    for (const { id, old, now } of sides) this.#compare(commit, id, before, old, now, after);
  }

  async finish(): Promise<LedgerWalk> {
    const packets = new Map<string, PacketVersion | null>();
    for (const id of [...this.#head.keys()].sort()) packets.set(id, currentVersion(this.#head, id));
    const present = [...packets.values()].filter((version) => version !== null);
    await this.#texts.load(present);
    const texts = new Map<string, RecordedText>();
    for (const version of present) {
      const text = this.#texts.of(version);
      if (text !== null) texts.set(version.oid, text);
    }
    const pasts = new Map([...this.#head].map(([id, record]) => [id, record.past]));
    const { commits, cuts } = this.#history;
    const unreadable = [...this.#texts.unreadable.values()];
    const events = this.#events.map(({ event, lost }): LedgerEvent => {
      const version = packets.get(event.packet) ?? null;
      const blocks = version === null ? [] : (texts.get(version.oid)?.blocks ?? []);
      return lost === null ? event : { ...event, restored: blocks.some((block) => block.key === lost) };
    });
    return { commits: commits.length, cuts, events, unreadable, packets, texts, pasts };
  }

  #compare(
    commit: HistoryCommit,
    id: string,
    states: readonly PacketState[],
    old: readonly (PacketVersion | null)[],
    now: PacketVersion | null,
    state: PacketState,
  ): void {
    const after = this.#blocks(now);
    const before = old.map((version) => this.#blocks(version));
    if (after === null || !before.every((blocks) => blocks !== null)) return;
    const past = state.get(id)?.past;
    const isMerge = commit.parents.length > 1;
    const add = (difference: Difference, index: number): void => {
      if (difference.kind === "appended") return;
      const { oid, date, subject, parents } = commit;
      const about = { commit: oid, date, subject, parent: isMerge ? (parents[index] ?? null) : null, packet: id };
      const event = eventOf(about, difference, this.#side(old[index] ?? null), this.#side(now));
      this.#events.push({ event, lost: lostBlock(difference)?.key ?? null });
    };
    if (isMerge) {
      const sides = before.map((blocks, index) => ({ blocks, past: states[index]?.get(id)?.past ?? NOTHING }));
      const found = mergeDifferences(sides, after);
      for (const { parent, difference } of found) add(difference, parent);
      past?.learn(found.map(({ difference }) => difference), after);
    } else {
      const { differences } = compareLedger(before[0] ?? [], after);
      for (const difference of differences) if (past?.isRestoredBy(difference, after) !== true) add(difference, 0);
      past?.learn(differences, after);
    }
  }

  /** No blocks where there is no packet; null where it cannot be read. */
  #blocks(version: PacketVersion | null): RecordedText["blocks"] | null {
    return version === null ? [] : (this.#texts.of(version)?.blocks ?? null);
  }

  #side(version: PacketVersion | null): EventSide | null {
    const text = version === null ? null : this.#texts.of(version);
    return version === null || text === null ? null : { path: version.path, source: text.source };
  }

  #idAt(path: string): string | null {
    const id = this.#places.packetAt(path)?.id ?? null;
    return id === null || this.#input.ids?.includes(id) === false ? null : id;
  }

  #isWanted(path: string): boolean {
    return this.#idAt(path) !== null;
  }
}

/** Ids of the packets that a commit changes; for a merge, of those that it has differently from any parent. */
function touched(
  commit: HistoryCommit,
  before: readonly PacketState[],
  after: PacketState,
  idAt: (path: string) => string | null,
): ReadonlySet<string> {
  if (commit.parents.length < 2) {
    return new Set(commit.changes.map(({ path }) => idAt(path)).filter((id) => id !== null));
  }
  const ids = new Set<string>();
  for (const state of before) {
    if (state === after) continue;
    for (const id of new Set([...state.keys(), ...after.keys()])) {
      if (currentVersion(state, id)?.oid !== currentVersion(after, id)?.oid) ids.add(id);
    }
  }
  return ids;
}
