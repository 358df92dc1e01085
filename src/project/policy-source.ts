/** Which policy holds: a file that the person names, the repository's own, or the defaults. */
import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { codeOf, UserError } from "../errors.ts";
import { defaultPolicy } from "../policy/defaults.ts";
import { detectLayout } from "../policy/layout.ts";
import type { Policy } from "../policy/policy.ts";
import { quoted } from "../policy/quoted.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";

/** Where a repository keeps its policy. */
export const POLICY_PATHS = [".github/writ.yml", ".github/writ.yaml"] as const;

/** A policy larger than this is none. */
const LARGEST = 1024 * 1024;

interface PolicyText {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * The policy for judging a repository with these paths.
 *
 * @param file a policy file of this machine, or null for the repository's own
 * @param from the state of the repository that the policy is read from
 * @throws UserError when the policy cannot be read or is invalid
 */
export async function loadPolicy(
  file: string | null,
  cwd: string,
  from: Snapshot,
  paths: Iterable<string>,
): Promise<Policy> {
  return (await policyOf(file, cwd, from))(paths);
}

/** The same for many states of one repository: what it says holds for all, and where documents live is seen in each. */
export async function policyOf(
  file: string | null,
  cwd: string,
  from: Snapshot,
): Promise<(paths: Iterable<string>) => Policy> {
  const found = file === null ? await ownPolicy(from) : await namedPolicy(file, cwd);
  if (found === null) return (paths) => defaultPolicy(detectLayout(paths));
  const [{ parsePolicy, resolvePolicy }, { ruleIds }] = await Promise.all([
    import("../policy/load.ts"),
    import("../rules/catalogue.ts"),
  ]);
  const policy = await parsePolicy(decoded(found), found.path, ruleIds);
  return (paths) => resolvePolicy(policy, paths);
}

async function namedPolicy(file: string, cwd: string): Promise<PolicyText> {
  const absolute = resolve(cwd, file);
  try {
    const { size } = await stat(absolute);
    if (size > LARGEST) throw tooLarge(file, size);
    return { path: file, bytes: await readFile(absolute) };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`the policy file ${quoted(file, 200)} cannot be read (${codeOf(error)}); give the path of a YAML file`);
  }
}

async function ownPolicy(from: Snapshot): Promise<PolicyText | null> {
  const tree = await from.tree();
  const present = POLICY_PATHS.filter((path) => tree.has(path));
  const [path, second] = present;
  if (path === undefined) return null;
  if (second !== undefined) {
    throw new UserError(`there is both ${path} and ${second}, and only one can be the policy; remove one of them`);
  }
  const content = (await from.read([path], LARGEST)).get(path);
  switch (content?.state) {
    case "ok":
      return { path, bytes: content.bytes };
    case "too-large":
      throw tooLarge(path, content.size);
    case "not-a-file":
      throw new UserError(`the policy ${path} is a link, which Writ never follows; make it a regular file`);
    default:
      throw new UserError(`the policy ${path} cannot be read; check that you may read it, or give one with --policy`);
  }
}

function tooLarge(path: string, size: number): UserError {
  return new UserError(`the policy file ${quoted(path, 200)} is ${size} bytes; at most ${LARGEST} are read`);
}

function decoded({ path, bytes }: PolicyText): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`the policy file ${quoted(path, 200)} is not UTF-8; save it as UTF-8`);
  }
}
