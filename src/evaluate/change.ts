/** What lies between a base and a head, loaded as far as the rules ask for it. */
import type { Packet } from "../packet/model.ts";
import { fileId, type ReadDocument } from "../packet/read.ts";
import { decode } from "../packet/source.ts";
import { documentKind, layoutThen } from "../policy/layout.ts";
import type { ForbiddenPattern } from "../policy/pattern.ts";
import type { Layout, Policy } from "../policy/policy.ts";
import type { Change, CommitChange, FileChange, World } from "../rules/rule.ts";
import { changedPaths, type ChangedPath, type CommitRecord, type Repository, type Snapshot } from "../snapshot/snapshot.ts";
import { loadMerges } from "./merges.ts";
import { loadTargets } from "./targets.ts";

/** At most this many commits of a range are looked at one by one. */
export const COMMIT_LIMIT = 500;

export interface ChangeInput {
  readonly base: Snapshot;
  readonly head: Snapshot;
  readonly baseWorld: World;
  readonly commits: readonly CommitRecord[];
  readonly repository: Repository | null;
  readonly layout: Layout;
  readonly policy: Policy;
  readonly forbidden: readonly ForbiddenPattern[];
  /** Packets of the head whose manifests name files that a rule looks into. */
  readonly manifests: readonly Packet[];
  readonly read: ReadDocument;
}

export async function loadChange(input: ChangeInput): Promise<Change> {
  const changed = await changedPaths(input.base, input.head);
  const { base, head, manifests, policy } = input;
  const [files, commits, targets] = await Promise.all([
    loadFiles(input, changed),
    loadCommits(input),
    loadTargets(base, head, manifests, changed, policy.scan.maxFileBytes),
  ]);
  return { base: input.baseWorld, files, commits, targets, past: new Map() };
}

async function loadFiles(input: ChangeInput, changed: readonly ChangedPath[]): Promise<FileChange[]> {
  const present = changed.filter((file) => file.status !== "deleted").map((file) => file.path);
  const sizes = await input.head.sizes(present);
  const scanned = present.filter((path) => input.forbidden.some((pattern) => pattern.covers(path)));
  const limit = input.policy.scan.maxFileBytes;
  const [before, after] = await Promise.all([input.base.read(scanned, limit), input.head.read(scanned, limit)]);
  return changed.map((file) => {
    const content = after.get(file.path);
    const old = before.get(file.path);
    const added =
      content?.state === "ok" ? addedLines(old?.state === "ok" ? old.bytes : new Uint8Array(), content.bytes) : [];
    return { ...file, size: sizes.get(file.path) ?? null, added };
  });
}

/** Lines of the head that the base has not as often. A line that only moved is not new. */
function addedLines(before: Uint8Array, after: Uint8Array): FileChange["added"] {
  if (after.subarray(0, 8000).includes(0)) return [];
  const known = new Map<string, number>();
  for (const line of linesOf(before)) known.set(line, (known.get(line) ?? 0) + 1);
  const added: { line: number; text: string }[] = [];
  for (const [index, text] of linesOf(after).entries()) {
    const left = known.get(text) ?? 0;
    if (left > 0) known.set(text, left - 1);
    else if (text !== "") added.push({ line: index + 1, text });
  }
  return added;
}

function linesOf(bytes: Uint8Array): string[] {
  return decode(bytes).source.text.split("\n");
}

/** Packets are read only at commits that touch a packet and something else: nothing else can be wrong about a commit. */
async function loadCommits(input: ChangeInput): Promise<CommitChange[]> {
  const loaded: CommitChange[] = [];
  const commits = input.commits.slice(-COMMIT_LIMIT);
  const { repository, layout, policy } = input;
  const merges =
    repository === null ? null : await loadMerges({ repository, layout, limit: policy.scan.maxFileBytes }, commits);
  for (const commit of commits) {
    const governed = commit.paths.filter((path) => documentKind(input.layout, path) === "packet");
    const mixed = governed.length > 0 && governed.length < commit.paths.length;
    const packets = mixed && input.repository !== null ? await packetsAt(input, commit, governed) : [];
    const { oid, subject, parents, paths } = commit;
    loaded.push({ oid, subject, parents, paths, packets, merged: merges?.get(oid) ?? [] });
  }
  return loaded;
}

async function packetsAt(
  input: ChangeInput,
  commit: CommitRecord,
  paths: readonly string[],
): Promise<CommitChange["packets"]> {
  const [parent, own] = await Promise.all([snapshotAt(input, commit.parents[0]), snapshotAt(input, commit.oid)]);
  const origins = parent === null ? new Map<string, string>() : originsIn((await parent.tree()).keys(), input.layout, paths);
  const [before, after] = await Promise.all([
    packetsIn(input, parent, [...origins.values()]),
    packetsIn(input, own, paths),
  ]);
  return paths.map((path) => ({
    before: before.get(origins.get(path) ?? path) ?? null,
    after: after.get(path) ?? null,
  }));
}

/** Where packets were before a commit: at the same path, or under the same id where a known layout keeps packets. */
function originsIn(before: Iterable<string>, layout: Layout, paths: readonly string[]): Map<string, string> {
  const tree = new Set(before);
  const origins = new Map<string, string>();
  const moved: string[] = [];
  for (const path of paths) {
    if (tree.has(path)) origins.set(path, path);
    else moved.push(path);
  }
  if (moved.length === 0) return origins;
  const then = layoutThen(layout, tree);
  const byId = new Map<string, string>();
  for (const path of tree) if (documentKind(then, path) === "packet") byId.set(fileId(path), path);
  for (const path of moved) {
    const origin = byId.get(fileId(path));
    if (origin !== undefined) origins.set(path, origin);
  }
  return origins;
}

async function snapshotAt({ repository }: ChangeInput, oid: string | undefined): Promise<Snapshot | null> {
  return oid === undefined || repository === null ? null : repository.commit(oid);
}

async function packetsIn(
  input: ChangeInput,
  snapshot: Snapshot | null,
  paths: readonly string[],
): Promise<Map<string, Packet>> {
  const packets = new Map<string, Packet>();
  const contents = await snapshot?.read(paths, input.policy.scan.maxFileBytes);
  for (const path of paths) {
    const content = contents?.get(path);
    if (content?.state !== "ok") continue;
    const document = input.read("packet", path, content.bytes);
    if (document.kind === "packet") packets.set(path, document);
  }
  return packets;
}
