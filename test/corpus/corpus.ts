/** The real packets: other people's text, kept outside the project. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = process.env["WRIT_CORPUS"] ?? fileURLToPath(new URL("../../../shared/corpus", import.meta.url));

/** The folder with `seeds/` and `governance.bundle`; null when it is not on this machine. */
export const corpus: string | null = existsSync(`${folder}/governance.bundle`) ? folder : null;

if (corpus === null) console.warn(`The corpus is not at ${folder}: its tests are skipped. Set WRIT_CORPUS to run them.`);
