/** Evidence in the real history: what is read, where it leads at the commit that wrote it, which line proves what. */
import { afterAll, describe, expect, it } from "vitest";
import { loadCited, type CitedCache } from "../../src/evaluate/cited.ts";
import type { EvidenceState } from "../../src/evidence/examine.ts";
import { matchRequirements } from "../../src/evidence/coverage.ts";
import { lineCount } from "../../src/evidence/file-lines.ts";
import { compareVersions, coversChange } from "../../src/evidence/manifest.ts";
import type { Citation, ManifestBlock, Packet } from "../../src/packet/model.ts";
import { readDocument } from "../../src/packet/read.ts";
import { documentKind, LAYOUTS } from "../../src/policy/layout.ts";
import { openRepository } from "../../src/snapshot/git.ts";
import { git } from "../../src/snapshot/git.fixture.ts";
import type { Content, Repository, Snapshot } from "../../src/snapshot/snapshot.ts";
import { corpus } from "./corpus.ts";
import { cloneBundle } from "./history.ts";

interface Step {
  readonly snapshot: Snapshot;
  readonly parent: Snapshot | null;
  /** Packets of this commit that no earlier one had in these words. */
  readonly written: readonly Packet[];
}

/** Every commit, parents first. */
async function readSteps(folder: string, repository: Repository): Promise<readonly Step[]> {
  const known = new Set<string>();
  const steps: Step[] = [];
  for (const row of git(folder, "log", "--all", "--reverse", "--topo-order", "--format=%H %P").trim().split("\n")) {
    const [oid = "", first = ""] = row.split(" ");
    const snapshot = await repository.commit(oid);
    const fresh = [...(await snapshot.tree())].filter(([path, entry]) => {
      const isPacket = Object.values(LAYOUTS).some((layout) => documentKind(layout, path) === "packet");
      if (!isPacket || entry.oid === null || known.has(entry.oid)) return false;
      known.add(entry.oid);
      return true;
    });
    const contents = fresh.length === 0 ? new Map<string, Content>() : await snapshot.read(fresh.map(([path]) => path), MOST);
    const written = fresh.flatMap(([path]) => {
      const content = contents.get(path);
      const document = content?.state === "ok" ? readDocument("packet", path, content.bytes) : null;
      return document?.kind === "packet" ? [document] : [];
    });
    steps.push({ snapshot, parent: first === "" ? null : await repository.commit(first), written });
  }
  return steps;
}

/** Bytes of a file that is read. */
const MOST = 1 << 24;

const isSpec = (path: string): boolean => path.includes("Master_Spec");

/** A citation as its packet meant it, wherever the packet stood at the time. */
function nameOf(packet: Packet, citation: Citation): string {
  const path = citation.path.replace(/^(?:docs|\.GOV)\//, "");
  return [packet.id, path, citation.start, citation.end, citation.unread].join("|");
}

describe.skipIf(corpus === null)("evidence in the real history", async () => {
  const bundle = corpus === null ? null : cloneBundle(corpus);
  const repository = bundle === null ? null : await openRepository(bundle.folder);
  const all = bundle === null || repository === null ? [] : await readSteps(bundle.folder, repository);
  afterAll(async () => {
    await repository?.dispose();
    bundle?.remove();
  });

  it("reads every path and line that a plain pattern finds outside of code", () => {
    const plain = /[\w./\\-]+\.(?:rs|tsx?|md|sql|json|ya?ml):(\d+)/g;
    let found = 0;
    for (const packet of all.flatMap(({ written }) => written)) {
      const { text } = packet.source;
      for (const line of packet.lines) {
        if (line.kind === "code" || line.kind === "fence" || line.kind === "blank") continue;
        for (const match of text.slice(line.span.start, line.span.end).matchAll(plain)) {
          const at = line.span.start + match.index;
          const citation = packet.citations.find(({ span }) => span.start <= at + 1 && at < span.end);
          expect(citation, `${packet.path}: ${match[0]}`).toBeDefined();
          if (citation?.unread === null) expect(citation.start).toBe(Number(match[1]));
          found++;
        }
      }
    }
    expect(found).toBeGreaterThan(2_400);
  });

  it("finds the file and line of nearly every citation at the commit that first wrote it", async () => {
    const counts = new Map<EvidenceState, number>();
    const seen = new Set<string>();
    const cache: CitedCache = new Map();
    for (const { snapshot, written } of all) {
      const packets = written.filter(({ citations }) => citations.length > 0);
      if (packets.length === 0) continue;
      const cited = await loadCited(snapshot, await snapshot.tree(), packets, isSpec, MOST, cache);
      for (const packet of packets) {
        for (const { citation, state } of cited.evidence(packet)) {
          const name = nameOf(packet, citation);
          if (seen.has(name) || isSpec(citation.path)) continue;
          seen.add(name);
          counts.set(state, (counts.get(state) ?? 0) + 1);
        }
      }
    }
    const count = (...states: readonly EvidenceState[]): number =>
      states.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0);
    const found = count("ok", "hollow", "self");
    const read = found + count("missing", "ambiguous", "past-end", "unverifiable");
    // The whole history, of which this is two fifths, has 99.2 %; what is not here was cut from the files.
    expect(found / read).toBeGreaterThan(0.975);
    expect(count("unverifiable")).toBe(0);
    expect(count("ambiguous") / read).toBeLessThan(0.006);
    expect(count("hollow") / read).toBeLessThan(0.08);
    expect(count("unread")).toBeLessThan(10);
  });

  it("matches as many requirement lines with points of what done means as a person does", () => {
    const last = new Map<string, Packet>();
    for (const packet of all.flatMap(({ written }) => written)) last.set(packet.id, packet);
    const kinds = { exact: 0, substring: 0, fuzzy: 0, none: 0 };
    for (const packet of last.values()) {
      const labelled = packet.fields.some((field) => field.name === "requirement" && !field.placeholder && field.value !== "");
      if (!labelled) continue;
      const { promises, others } = matchRequirements(packet);
      const best = new Map<unknown, keyof typeof kinds>();
      for (const kind of ["fuzzy", "substring", "exact"] as const) {
        for (const { line, kind: own } of promises.flatMap(({ matches }) => matches)) if (own === kind) best.set(line, kind);
      }
      for (const kind of best.values()) kinds[kind]++;
      kinds.none += others.length;
    }
    const total = kinds.exact + kinds.substring + kinds.fuzzy + kinds.none;
    // Counted over the whole history: 40 % exact, 11 % substring, 6 % fuzzy.
    expect(total).toBeGreaterThan(70);
    expect(kinds.exact / total).toBeGreaterThan(0.38);
    expect((kinds.exact + kinds.substring + kinds.fuzzy) / total).toBeGreaterThan(0.55);
    expect((kinds.exact + kinds.substring + kinds.fuzzy) / total).toBeLessThan(0.72);
  });

  it("finds windows and deltas right where the commit that wrote the block changed the file", async () => {
    const known = new Set<string>();
    const counts = { blocks: 0, windows: 0, deltas: 0 };
    const nameOfBlock = (packet: Packet, block: ManifestBlock): string =>
      JSON.stringify([packet.id, block.target?.value, block.start?.value, block.end?.value, block.after?.value]);
    for (const { snapshot, parent, written } of all) {
      const blocks = written.flatMap((packet) =>
        packet.manifest.filter((block) => {
          const name = nameOfBlock(packet, block);
          const isNew = block.content === "filled" && !known.has(name);
          known.add(name);
          return isNew;
        }),
      );
      if (parent === null) continue;
      const [after, before] = [await snapshot.tree(), await parent.tree()];
      for (const { target, start, end, delta } of blocks) {
        const path = target?.value.replaceAll("\\", "/") ?? "";
        if (after.get(path)?.oid === before.get(path)?.oid) continue;
        const [old, now] = [await bytesAt(parent, path), await bytesAt(snapshot, path)];
        counts.blocks++;
        if (coversChange(compareVersions(old, now), Number(start?.value), Number(end?.value))) counts.windows++;
        if (lineCount(now) - lineCount(old) === Number(delta?.value)) counts.deltas++;
      }
    }
    expect(counts.blocks).toBeGreaterThan(100);
    expect(counts.windows / counts.blocks).toBeGreaterThan(0.97);
    expect(counts.deltas / counts.blocks).toBeGreaterThan(0.9);
  });
});

async function bytesAt(snapshot: Snapshot, path: string): Promise<Uint8Array> {
  const content = (await snapshot.read([path], MOST)).get(path);
  return content?.state === "ok" ? content.bytes : new Uint8Array();
}
