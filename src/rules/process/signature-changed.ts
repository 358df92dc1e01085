import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { LIGHTS, REPORT, lights } from "./harbour.ts";
import { ownSignature } from "./own-signature.ts";
import { ownStatus } from "./own-status.ts";

export const signatureChanged = {
  id: "process/signature-changed",
  title: "A signature stays as it was given",
  severity: "error",
  what:
    "A packet that stood under a dated signature at the base must stand under the same one at the head. A blank, a " +
    "name alone, or a signature with too few digits may be replaced by a full one.",
  why:
    "The signature says what was approved, and when. Put another one in its place, and the approval seems to cover " +
    "what was changed since.",
  how: "Restore the signature. What needs a new approval needs a new revision of the packet.",
  fixable: false,
  since: "0.1.0",
  needs: ["change"],
  scope: "packet",
  kinds: ["packet"],
  examples: [
    {
      verdict: "good",
      shows: "the packet changed, its signature did not",
      base: { [LIGHTS]: lights("- USER_SIGNATURE: mara140120261200") },
      files: { [LIGHTS]: lights("**User Signature Locked:** `mara140120261200`", "", "## SCOPE", "- Lights") },
    },
    {
      verdict: "good",
      shows: "signed at last",
      base: { [LIGHTS]: lights("- USER_SIGNATURE: <pending>") },
      files: { [LIGHTS]: lights("- USER_SIGNATURE: mara140120261200") },
    },
    {
      verdict: "good",
      shows: "a name becomes a signature",
      base: { [LIGHTS]: lights("- USER_SIGNATURE: mara") },
      files: { [LIGHTS]: lights("- USER_SIGNATURE: mara140120261200") },
    },
    {
      verdict: "good",
      shows: "a report quotes another signature",
      base: { [LIGHTS]: lights("- USER_SIGNATURE: mara140120261200") },
      files: {
        [LIGHTS]: `${lights("- USER_SIGNATURE: mara140120261200")}${REPORT}- USER_SIGNATURE: mara150120261200\n`,
      },
    },
    {
      verdict: "bad",
      shows: "another time",
      base: { [LIGHTS]: lights("- USER_SIGNATURE: mara140120261200") },
      files: { [LIGHTS]: lights("- USER_SIGNATURE: mara150120260900") },
      says: "was signed with `mara140120261200`. It now carries `mara150120260900`",
    },
    {
      verdict: "bad",
      shows: "the signature is taken back",
      base: { [LIGHTS]: lights("- USER_SIGNATURE: mara140120261200") },
      files: { [LIGHTS]: lights("- USER_SIGNATURE: <pending>") },
      says: "It now carries `<pending>`",
    },
    {
      verdict: "bad",
      shows: "the signature is gone",
      base: { [LIGHTS]: lights("- USER_SIGNATURE: mara140120261200") },
      files: { [LIGHTS]: lights("- **Status:** Ready for Dev") },
      says: "That signature is gone",
    },
  ],
  *check(packet, { before }) {
    const old = before(packet);
    const given = old === null ? null : ownSignature(old);
    if (given?.form !== "dated") return;
    const now = ownSignature(packet);
    if (now?.value === given.value) return;
    const state = now === null ? "That signature is gone" : `It now carries ${quoted(now.value)}`;
    yield {
      at: now?.span ?? ownStatus(packet)?.field.span ?? null,
      subject: "signature",
      message:
        `The packet was signed with ${quoted(given.value)}. ${state}. ` +
        "Restore it; what needs a new approval needs a new revision of the packet.",
      expected: given.value,
    };
  },
} as const satisfies Rule;
