/** Where what was read before is kept: in the person's own cache, never in a repository. */
import { lstatSync, mkdirSync, realpathSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/**
 * The absolute path of the folder, or null where nothing is to be kept: `WRIT_CACHE=off`, nobody's home is known, or the
 * run is one of a build server. There the work of other people may have run before as the same user, and what they left
 * must not speak for a gate; `WRIT_CACHE` names a folder to use all the same.
 */
export function cacheFolder({ env, platform }: Surroundings): string | null {
  const told = env["WRIT_CACHE"] ?? "";
  if (told === "off") return null;
  if (told !== "") return isAbsolute(told) ? told : null;
  const { CI: server = "", XDG_CACHE_HOME: xdg = "", HOME: home = "", LOCALAPPDATA: local = "" } = env;
  if (server !== "" && server !== "false" && server !== "0") return null;
  if (platform === "win32") return isAbsolute(local) ? join(local, "writ", "cache") : null;
  if (isAbsolute(xdg)) return join(xdg, "writ");
  if (!isAbsolute(home)) return null;
  return platform === "darwin" ? join(home, "Library", "Caches", "writ") : join(home, ".cache", "writ");
}

/** Makes the folder. False where it cannot be used: it lies in the repository, or somebody else may write to it. */
export function isUsable(folder: string, repository: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = lstatSync(folder);
    const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return isOwn && lstatSync(folder).isDirectory() && !isInside(realpathSync(folder), realpathSync(repository));
  } catch {
    return false;
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || (!way.startsWith("..") && !isAbsolute(way));
}
