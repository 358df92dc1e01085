import type { Packet } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { CommitChange, LocatedReport, Rule } from "../rule.ts";
import { BOARD, CRANE, LIGHTS, crane, lights } from "./harbour.ts";
import { ownStatus } from "./own-status.ts";
import { productIn } from "./product.ts";

/** So many paths are named in a message. */
const NAMED = 3;

export const claimCommit = {
  id: "process/claim-commit",
  title: "The commit that claims a packet changes no product code",
  severity: "error",
  what:
    "A commit that moves a packet into progress may change packets and other documents of governance, and nothing " +
    "else. Merge commits are not looked at: they bring together what others did.",
  why:
    "The claim is the moment from which the scope of the packet binds. Code in the same commit was written before " +
    "anybody had said that the work was theirs, and nobody can tell which plan it followed.",
  how: "Split the commit: first the claim alone, then the work.",
  fixable: false,
  since: "0.1.0",
  needs: ["change"],
  scope: "repository",
  examples: [
    {
      verdict: "good",
      shows: "the claim comes first, with the board, and the work after it",
      base: { [LIGHTS]: lights("- **Status:** Ready for Dev") },
      commits: [
        { subject: "Claim the lights", files: { [LIGHTS]: lights("- **Status:** In Progress"), [BOARD]: "# Board\n" } },
      ],
      files: {
        [LIGHTS]: lights("- **Status:** In Progress", "", "Lit."),
        [BOARD]: "# Board\n",
        "src/lights.ts": "on();\n",
      },
    },
    {
      verdict: "good",
      shows: "a packet that waits may come together with code that others finished",
      base: { "src/crane.ts": "lift();\n" },
      files: { [LIGHTS]: lights("- **Status:** Ready for Dev"), "src/crane.ts": "lift(2);\n" },
    },
    {
      verdict: "good",
      shows: "the whole folder of governance belongs to no product",
      base: { [LIGHTS]: lights("- **Status:** Ready for Dev") },
      files: { [LIGHTS]: lights("- **Status:** In Progress"), ".GOV/scripts/tide.mjs": "tide();\n" },
    },
    {
      verdict: "good",
      shows: "the work goes on, and its packet moves into a folder of its own",
      base: { [LIGHTS]: lights("- **Status:** In Progress") },
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights/packet.md": lights("- **Status:** In Progress"),
        "src/lights.ts": "on();\n",
      },
    },
    {
      verdict: "good",
      shows: "the first packets of a repository may come in the middle of the work",
      base: { "src/lights.ts": "off();\n" },
      files: { [LIGHTS]: lights("- **Status:** In Progress"), "src/lights.ts": "on();\n" },
    },
    {
      verdict: "good",
      shows: "a packet is removed together with its code",
      base: { [LIGHTS]: lights("- **Status:** In Progress"), "src/lights.ts": "on();\n" },
      files: { [CRANE]: crane("- **Status:** Ready for Dev") },
    },
    {
      verdict: "good",
      shows: "a packet that the change takes back again",
      base: { [CRANE]: crane("- **Status:** Done") },
      commits: [
        {
          subject: "Try",
          files: { [CRANE]: crane("- **Status:** Done"), [LIGHTS]: lights("- STATUS: In Progress"), "a.ts": "1\n" },
        },
      ],
      files: { [CRANE]: crane("- **Status:** Done"), "a.ts": "1\n" },
    },
    {
      verdict: "bad",
      shows: "the first packet of a repository, added in one commit and claimed with code in the next",
      base: { "src/lights.ts": "off();\n" },
      commits: [
        {
          subject: "Add the lights",
          files: { [LIGHTS]: lights("- **Status:** Ready for Dev"), "src/lights.ts": "off();\n" },
        },
      ],
      files: { [LIGHTS]: lights("- **Status:** In Progress"), "src/lights.ts": "on();\n" },
      says: "product code with it: `src/lights.ts`.",
    },
    {
      verdict: "bad",
      shows: "claim and code in one commit",
      base: { [LIGHTS]: lights("- **Status:** Ready for Dev") },
      commits: [
        {
          subject: "Claim and light",
          files: { [LIGHTS]: lights("- **Status:** In Progress"), "src/lights.ts": "on();\n" },
        },
      ],
      files: { [LIGHTS]: lights("- **Status:** In Progress", "", "Lit."), "src/lights.ts": "on();\n" },
      says: "product code with it: `src/lights.ts`.",
    },
    {
      verdict: "bad",
      shows: "a new packet that comes claimed, with more code than a message can name",
      base: { [CRANE]: crane("- **Status:** In Progress") },
      files: {
        [CRANE]: crane("- **Status:** In Progress"),
        [LIGHTS]: lights("- **Status:** In Progress"),
        "a.ts": "1\n",
        "b.ts": "2\n",
        "c.ts": "3\n",
        "d.ts": "4\n",
      },
      says: "`a.ts`, `b.ts`, `c.ts` and 1 more",
    },
  ],
  *check({ change, policy, world }) {
    if (change === null) return;
    const isProduct = productIn(policy.layout);
    for (const commit of change.commits) {
      if (commit.parents.length > 1) continue;
      const product = commit.paths.filter(isProduct);
      if (product.length === 0) continue;
      for (const { after } of commit.packets) {
        const now = world.packets.find((packet) => packet.id === after?.id);
        if (after === null || now === undefined) continue;
        const before = commit.packets.find((packet) => packet.before?.id === after.id)?.before ?? null;
        // Where the base has no packets they were only just adopted, or moved here all together.
        const isAdopted = before === null && change.base.packets.length === 0;
        if (isAdopted || after.stateClass !== "active" || before?.stateClass === "active") continue;
        yield report(commit, product, after, now);
      }
    }
  },
} as const satisfies Rule;

/** `claimed` is the packet as the commit left it, `now` as it is at the head. */
function report(commit: CommitChange, product: readonly string[], claimed: Packet, now: Packet): LocatedReport {
  const named = product.slice(0, NAMED).map((path) => quoted(path));
  const rest = product.length - named.length;
  const paths = `${named.join(", ")}${rest > 0 ? ` and ${String(rest)} more` : ""}`;
  return {
    path: now.path,
    packet: now.id,
    at: ownStatus(now)?.field.valueSpan ?? null,
    subject: `commit ${commit.oid}`,
    message:
      `Commit ${commit.oid.slice(0, 10)} (${quoted(commit.subject)}) moves the packet to ` +
      `${quoted(ownStatus(claimed)?.field.value ?? "")} and changes product code with it: ${paths}. ` +
      "Split it: first the claim alone, then the work.",
    expected: "a commit of the claim alone",
  };
}
