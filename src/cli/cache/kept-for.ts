/** The documents of earlier runs, for a command that reads them. */
import type { Call } from "../call.ts";
import { cacheFolder, isUsable } from "./cache-folder.ts";
import { KeptDocuments } from "./kept-documents.ts";

/** Put in its place by the build, which knows every letter of the program; a program that was not built keeps nothing. */
declare const WRIT_BUILD: string | undefined;

/** Null where nothing may be kept. `repository` is the path of its folder. */
export function keptFor({ terminal: { env } }: Call, repository: string): KeptDocuments | null {
  if (typeof WRIT_BUILD !== "string") return null;
  const folder = cacheFolder({ env, platform: process.platform });
  if (folder === null || !isUsable(folder, repository)) return null;
  // The same program reads the same bytes in the same way on one version of Node only: it brings the tables of Unicode.
  return new KeptDocuments({ root: folder, program: `${WRIT_BUILD}-${process.version}`, repository });
}
