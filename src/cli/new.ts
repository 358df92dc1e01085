/** `writ new`. */
import { visible } from "../render/harmless.ts";
import { newFiles } from "../scaffold/new-packet.ts";
import type { GitRepository } from "../snapshot/git.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { assertAbsent, createFile } from "./atomic-file.ts";
import type { Call, ExitCode } from "./call.ts";
import { loadPolicy } from "../project/policy-source.ts";
import { repositoryOf } from "./project.ts";

export async function run(call: Call): Promise<ExitCode> {
  const [id = ""] = call.arguments;
  const kind = call.flag("stub") ? "stub" : "packet";
  const repository = await repositoryOf(call);
  try {
    const head = await repository.worktree();
    const paths = new Set((await head.tree()).keys());
    const { layout } = await loadPolicy(null, call.terminal.cwd, head, paths);
    const mergeBase = await startingPoint(repository, head);
    const files = newFiles({ id, kind, layout, paths, now: call.terminal.now(), mergeBase });
    // All are looked at before the first is written. Git may ignore a file that stands there.
    for (const { path } of files) assertAbsent(repository.root, path);
    for (const { path, text } of files) createFile(repository.root, path, text);
    const written = files.map(({ path }) => `Wrote ${visible(path)}\n`).join("");
    call.terminal.out.write(`${written}\n${nextSteps(id, kind)}`);
    return 0;
  } finally {
    await repository.dispose();
  }
}

/** Where a main branch is likely to be, as seen from a clone and from the repository itself. */
const MAIN = ["origin/HEAD", "origin/main", "origin/master", "main", "master"];

/** The commit where the work leaves the main branch; the current one when there is no main branch. */
export async function startingPoint(repository: GitRepository, head: Snapshot): Promise<string | null> {
  const own = head.revision.kind === "worktree" ? head.revision.head : null;
  if (own === null) return null;
  for (const name of MAIN) {
    const tip = await repository.resolve(name).catch(() => null);
    if (tip !== null) return (await repository.mergeBase(tip, own).catch(() => null)) ?? own;
  }
  return own;
}

function nextSteps(id: string, kind: "packet" | "stub"): string {
  const steps =
    kind === "stub"
      ? ["Fill in what stands in <angle brackets>.", `When it is to be done: writ activate ${id}`]
      : [
          "In the refinement, bind the work to the spec: resolved file, SHA-1 (`writ sha`), anchors.",
          "In the packet, fill in what stands in <angle brackets>, from METADATA to AUTHORITY.",
          "Have both signed by a maintainer, and write the signature into the signature audit.",
          "Set the status to Ready for Dev. From then on nothing in those sections may change.",
          `See what is still missing: writ check ${id}`,
        ];
  return `Next:\n${steps.map((step, index) => `  ${index + 1}. ${step}\n`).join("")}`;
}
