/**
 * What GitHub is told to register the App: `app.yml`, with the addresses of this process.
 * https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
 */
import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import { UserError } from "../../errors.ts";
import { WEBHOOK_PATH } from "../front/server.ts";

const level = z.enum(["read", "write"]);
const manifestFile = z.looseObject({
  name: z.string().min(1).max(34),
  description: z.string().max(1000),
  public: z.boolean(),
  default_permissions: z.record(z.string(), level),
  default_events: z.array(z.string()),
});
export type ManifestFile = z.infer<typeof manifestFile>;

/** Where this package keeps it: above `src/`, and above `dist/` where it is built. */
const FILE = new URL("../../../app.yml", import.meta.url);

/** Throws UserError for a file that somebody has spoilt. */
export async function readManifest(): Promise<ManifestFile> {
  const { success, data, error } = manifestFile.safeParse(parse(await readFile(FILE, "utf8")));
  if (success) return data;
  const [issue] = error.issues;
  throw new UserError(`app.yml: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not as expected"}; see the file that ships with Writ`);
}

export interface Addresses {
  /** Where a person's browser reaches this process. */
  readonly here: string;
  /** Where GitHub reaches it; null when it cannot, and then no webhook is sent. */
  readonly webhooks: string | null;
}

/** As GitHub wants it, to be sent as JSON. */
export function manifest(file: ManifestFile, { here, webhooks }: Addresses): object {
  return {
    ...file,
    url: typeof file["url"] === "string" ? file["url"] : (webhooks ?? here),
    redirect_url: `${here}/setup/done`,
    // Without webhooks GitHub still wants an address; nothing is ever sent there.
    hook_attributes: webhooks === null
      ? { url: "https://example.com/", active: false }
      : { url: webhooks + WEBHOOK_PATH, active: true },
  };
}
