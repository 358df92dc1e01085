/** The files that a packet's scope lets it change. */
import type { Packet, ScopePath } from "../../packet/model.ts";
import { compileGlob } from "../../policy/glob.ts";

/**
 * Whether the scope of the packet holds a path: the file itself, a folder above it, or a pattern. Null when the packet
 * lists no path at all, and so does not say.
 */
export function claimedBy(packet: Packet): ((path: string) => boolean) | null {
  const listed = packet.scopePaths.filter((entry) => entry.kind !== "prose");
  if (listed.length === 0) return null;
  const exact = new Set<string>();
  const tests: ((path: string) => boolean)[] = [];
  for (const entry of listed) {
    const path = relative(entry);
    const test = entry.kind === "pattern" ? patternTest(path) : null;
    if (test === null) exact.add(path.replace(/\/$/, ""));
    else tests.push(test);
  }
  // Every folder above the path is looked up, so a long list costs no more than a short one.
  const isListed = (path: string): boolean => {
    for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
      if (exact.has(path.slice(0, end))) return true;
    }
    return false;
  };
  return (path) => isListed(path) || tests.some((test) => test(path));
}

/** As Git writes paths. */
function relative(entry: ScopePath): string {
  return entry.path.replaceAll("\\", "/").replace(/^(?:\.?\/)+/, "");
}

/** A pattern of a form that is not known claims everything below the folder before its first sign. */
function patternTest(pattern: string): (path: string) => boolean {
  const glob = compileGlob(pattern);
  if (glob !== null) return (path) => glob.matches(path);
  const plain = pattern.slice(0, Math.max(0, pattern.search(/[*?{[]/)));
  const folder = plain.slice(0, plain.lastIndexOf("/") + 1);
  return (path) => path.startsWith(folder);
}
