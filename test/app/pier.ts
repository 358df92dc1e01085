/** A pull request that changes the lights, for stories about verdicts on it. */
import type { PullRequest } from "../../src/demo/github/world/model.ts";
import { given } from "../github/scenario.ts";
import type { Story } from "../github/scenario.ts";
import { begun, goodHarbour, LIGHTS, lightsAgain } from "./harbour.ts";
import { here } from "./here.ts";
import type { Here } from "./here.ts";

export { lightsAgain as lights };
export const ID = "WP-1-Harbour-Lights";
const POLICY = ".github/writ.yml";
export const [PACKETS, GATE] = ["writ/packets", "writ/gate"];
export const ON_PASS = "reports: { onPass: { status: Done, board: VALIDATED } }\n";

/** Gate rules below `gate:`, what else the policy says, and what other files there are. */
export function pier(
  gate = "mode: full",
  more = "",
  options: Parameters<typeof here>[0] = {},
  files: Readonly<Record<string, string>> = {},
): Promise<Story<Here>> {
  const policy = `version: 1\ngate: { ${gate} }\n${more}`;
  return given("harbour/pier", { ...begun(goodHarbour()), [POLICY]: policy, ...files }, { app: here(options) });
}

/** Mara's pull request, judged once. */
export async function opened(story: Story<Here>, files: Record<string, string> = { [LIGHTS]: lightsAgain() }): Promise<PullRequest> {
  const pull = await story.person("mara", "write").opens("Look at the lights again").with(files);
  await story.untilQuiet();
  return pull;
}

/** The reports of Writ in the lights' packet at the head of a branch. */
export async function reports(story: Story<Here>, at = "look-at-the-lights-again", path = LIGHTS): Promise<readonly string[]> {
  const text = (await story.desk.file(path, at)) ?? "";
  return [...text.matchAll(/^- Report-ID: (writ-[0-9a-f]{40})$/gm)].map(([, id = ""]) => id);
}

/** What our App said, oldest first. */
export function answers(story: Story<Here>): readonly string[] {
  return [...story.desk.repository.comments.values()].filter(({ app }) => app === story.registered).map(({ body }) => body);
}

export function reactions(comment: { readonly reactions: readonly { readonly content: string }[] }): readonly string[] {
  return comment.reactions.map(({ content }) => content);
}

/** What both checks say of a head: conclusions. */
export function checks(story: Story<Here>, pull: PullRequest): readonly (string | null | undefined)[] {
  return [story.checkOf(pull, PACKETS)?.conclusion, story.checkOf(pull, GATE)?.conclusion];
}
