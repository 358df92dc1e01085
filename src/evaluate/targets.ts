/** The files that manifests speak about, as they were before a change and as they are after it. */
import type { FileVersion } from "../evidence/manifest.ts";
import type { Packet } from "../packet/model.ts";
import type { Target } from "../rules/rule.ts";
import type { ChangedPath, Content, Snapshot } from "../snapshot/snapshot.ts";

/** Bytes of such files, both versions together, that one evaluation keeps. */
const KEPT = 64 * 2 ** 20;

/** The changed files that a manifest of a changed packet names, by path. `limit` bounds the bytes of a single file. */
export async function loadTargets(
  base: Snapshot,
  head: Snapshot,
  packets: readonly Packet[],
  changed: readonly ChangedPath[],
  limit: number,
): Promise<ReadonlyMap<string, Target>> {
  const touched = new Set(changed.map(({ path }) => path));
  const named = new Set<string>();
  for (const packet of packets) {
    if (!touched.has(packet.path)) continue;
    for (const { target } of packet.manifest) {
      const path = target?.value.replaceAll("\\", "/") ?? "";
      if (touched.has(path)) named.add(path);
    }
  }
  const paths = [...named].sort();
  const sizes = await Promise.all([base.sizes(paths), head.sizes(paths)]);
  let kept = 0;
  const chosen = paths.filter((path) => {
    kept += sizes.reduce((sum, known) => sum + (known.get(path) ?? 0), 0);
    return kept <= KEPT;
  });
  const [before, after] = await Promise.all([base.read(chosen, limit), head.read(chosen, limit)]);
  return new Map(
    paths.map((path) => [path, { before: versionOf(before.get(path)), after: versionOf(after.get(path)) }]),
  );
}

function versionOf(content: Content | undefined): FileVersion {
  switch (content?.state) {
    case "ok":
      return { state: "ok", bytes: content.bytes };
    case "missing":
      return { state: "absent" };
    case "too-large":
      return { state: "unverifiable", reason: `is ${String(content.size)} bytes, more than the policy lets Writ read` };
    case "not-a-file":
      return { state: "unverifiable", reason: "is a symbolic link or a submodule, which is never followed" };
    case "unreadable":
      return { state: "unverifiable", reason: `cannot be read: ${content.reason}` };
    default:
      return { state: "unverifiable", reason: "was not read, because the manifests name too much in all" };
  }
}
