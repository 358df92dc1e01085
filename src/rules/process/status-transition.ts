import { dialect, type StateName } from "../../packet/dialect.ts";
import { stateText } from "../../packet/vocabulary.ts";
import type { Policy } from "../../policy/policy.ts";
import type { Rule } from "../rule.ts";
import { CRANE, LIGHTS, REPORT, crane, lights } from "./harbour.ts";
import { ownStatus } from "./own-status.ts";
import { isClaimed } from "./stage.ts";

export const statusTransition = {
  id: "process/status-transition",
  title: "A packet moves from one status to the next as the process allows",
  severity: "error",
  what:
    "Between the base and the head, the status of a packet may only change along the allowed transitions. A packet " +
    "that is new must begin as a draft or waiting to be claimed.",
  why:
    "Every status is a promise about what has happened before it: nothing is done that was never in progress, and " +
    "nothing that was judged comes back to life without a new revision.",
  how:
    "Set the status to one of the states that may follow, and take the steps between. A repository with another " +
    "process lists its own transitions in the policy.",
  fixable: false,
  since: "0.1.0",
  needs: ["change"],
  scope: "packet",
  kinds: ["packet"],
  examples: [
    {
      verdict: "good",
      shows: "work that was waiting is claimed",
      base: { [LIGHTS]: lights("- **Status:** Ready for Dev") },
      files: { [LIGHTS]: lights("- **Status:** In Progress") },
    },
    {
      verdict: "good",
      shows: "another spelling of the same status is no transition",
      base: { [LIGHTS]: lights("- STATUS: Done") },
      files: { [LIGHTS]: lights("- **Status:** DONE (PASS)") },
    },
    {
      verdict: "good",
      shows: "a report quotes another status, and the packet keeps its own",
      base: { [LIGHTS]: lights("- **Status:** Done") },
      files: { [LIGHTS]: `${lights("- **Status:** Done")}${REPORT}- **Status:** In Progress\n` },
    },
    {
      verdict: "good",
      shows: "a status that was missing, or unknown, is mended",
      base: { [LIGHTS]: lights(), [CRANE]: crane("- **Status:** Lost at sea") },
      files: { [LIGHTS]: lights("- **Status:** Done"), [CRANE]: crane("- **Status:** Done") },
    },
    {
      verdict: "good",
      shows: "a status that becomes unknown is for the rules of structure",
      base: { [LIGHTS]: lights("- **Status:** Done") },
      files: { [LIGHTS]: lights("- **Status:** Lost at sea") },
    },
    {
      verdict: "good",
      shows: "a new packet that waits to be claimed",
      base: { [CRANE]: crane("- **Status:** Done") },
      files: { [CRANE]: crane("- **Status:** Done"), [LIGHTS]: lights("- **Status:** Ready for Dev") },
    },
    {
      verdict: "good",
      shows: "the first packets of a repository may come with their history",
      base: { "README.md": "# Harbour\n" },
      files: { "README.md": "# Harbour\n", [LIGHTS]: lights("- **Status:** Done") },
    },
    {
      verdict: "good",
      shows: "the policy of the repository allows a short cut",
      base: { [LIGHTS]: lights("- **Status:** Ready for Dev") },
      files: { [LIGHTS]: lights("- **Status:** Done") },
      policy: { transitions: { readyForDev: ["done"] } },
    },
    {
      verdict: "bad",
      shows: "done without ever having been in progress",
      base: { [LIGHTS]: lights("- **Status:** Ready for Dev") },
      files: { [LIGHTS]: lights("- **Status:** Done") },
      says: "went from `Ready for Dev` to `Done`",
    },
    {
      verdict: "bad",
      shows: "a transition that the usual process allows and this repository's policy does not",
      base: { [LIGHTS]: lights("- **Status:** In Progress") },
      files: { [LIGHTS]: lights("- **Status:** Blocked") },
      policy: { transitions: { inProgress: ["readyForValidation", "done"] } },
      says: "may follow: `Ready for Validation`, `Done`",
    },
    {
      verdict: "bad",
      shows: "the policy lists nothing that may follow",
      base: { [LIGHTS]: lights("- **Status:** Done") },
      files: { [LIGHTS]: lights("- **Status:** Superseded") },
      policy: { transitions: { readyForDev: ["inProgress"] } },
      says: "may follow: nothing",
    },
    {
      verdict: "bad",
      shows: "a new packet that claims to be done",
      base: { [CRANE]: crane("- **Status:** Done") },
      files: { [CRANE]: crane("- **Status:** Done"), [LIGHTS]: lights("- **Status:** Done") },
      says: "new here and already `Done`",
    },
  ],
  *check(packet, { change, before, policy }) {
    if (change === null) return;
    const now = ownStatus(packet);
    if (now === null || now.state === null) return;
    const at = now.field.valueSpan;
    const old = before(packet);
    if (old === null) {
      if (change.base.packets.length === 0 || !isClaimed(packet)) return;
      const first = stateText(dialect.initial);
      yield {
        at,
        subject: `new ${now.state}`,
        severity: "warn",
        message:
          `The packet is new here and already \`${stateText(now.state)}\`. ` +
          `Add it as \`${first}\` first, so that the steps to its status can be seen.`,
        expected: first,
      };
      return;
    }
    const then = ownStatus(old);
    if (then === null || then.state === null || then.state === now.state) return;
    const allowed = followers(policy, then.state);
    if (allowed.includes(now.state)) return;
    const list = allowed.map((state) => `\`${stateText(state)}\``).join(", ") || "nothing";
    yield {
      at,
      subject: `${then.state} to ${now.state}`,
      message:
        `The status went from \`${stateText(then.state)}\` to \`${stateText(now.state)}\`, ` +
        `which the process does not allow. What may follow: ${list}.`,
      expected: list,
    };
  },
} as const satisfies Rule;

function followers(policy: Policy, state: StateName): readonly StateName[] {
  return policy.transitions === null ? dialect.transitions[state] : (policy.transitions[state] ?? []);
}
