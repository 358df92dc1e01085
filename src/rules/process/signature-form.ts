import { nextDay } from "../../packet/calendar.ts";
import { dialect } from "../../packet/dialect.ts";
import type { Packet, Signature } from "../../packet/model.ts";
import { signatureTime } from "../../packet/signature-time.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { LIGHTS, REPORT, lights, templateLights } from "./harbour.ts";
import { ownSignature } from "./own-signature.ts";
import { ownStatus } from "./own-status.ts";
import { hasClaimTemplate } from "./stage.ts";

export const signatureForm = {
  id: "process/signature-form",
  title: "A signature is a name and the time at which it was given",
  severity: "error",
  what:
    "The signature of a packet must be the user's name followed by day, month, year, hour and minute in twelve " +
    "digits, and these must be a time that has been. A packet that is no draft must be signed.",
  why:
    "The time makes every signature a different one, so that one given for another packet cannot be copied, and the " +
    "audit can show when it was given. A name alone can be typed by anybody who knows it.",
  how:
    "Have a maintainer sign the packet, and write the signature down as it was given. Do not make one up: it is " +
    "looked up in the audit.",
  fixable: false,
  since: "0.1.0",
  scope: "packet",
  kinds: ["packet"],
  examples: [
    {
      verdict: "good",
      shows: "a name and a time",
      files: { [LIGHTS]: templateLights("- **Status:** Done", "- USER_SIGNATURE: mara140120262359") },
    },
    {
      verdict: "good",
      shows: "signed a few hours ahead of the commit, in an eastern time zone",
      files: { [LIGHTS]: templateLights("- **Status:** Done", "- USER_SIGNATURE: `mara160120260130`") },
    },
    {
      verdict: "good",
      shows: "a draft waits for its signature",
      files: { [LIGHTS]: templateLights("- **Status:** Draft", "- USER_SIGNATURE: <pending>") },
    },
    {
      verdict: "good",
      shows: "a blank is left in one place, and the signature stands in another",
      files: {
        [LIGHTS]: templateLights(
          "**User Signature Locked:** <pending>",
          "- **Status:** Done",
          "- USER_SIGNATURE: mara140120261200",
        ),
      },
    },
    {
      verdict: "good",
      shows: "no line for a signature is for the rules of structure",
      files: { [LIGHTS]: templateLights("- **Status:** Done") },
    },
    {
      verdict: "good",
      shows: "a report may quote anything",
      files: {
        [LIGHTS]:
          templateLights("- **Status:** Done", "- USER_SIGNATURE: mara140120261200") +
          `${REPORT}- USER_SIGNATURE: mara\n`,
      },
    },
    {
      verdict: "bad",
      shows: "claimed, and never signed",
      files: { [LIGHTS]: templateLights("- **Status:** In Progress", "- USER_SIGNATURE: <pending>") },
      says: "still `<pending>`",
    },
    {
      verdict: "bad",
      shows: "offered to be claimed before it was signed",
      files: { [LIGHTS]: templateLights("- **Status:** Ready for Dev", "- USER_SIGNATURE: <pending>") },
      says: "`Ready for Dev`, but its signature is still `<pending>`",
    },
    {
      verdict: "bad",
      shows: "no status at all counts as waiting to be claimed",
      files: { [LIGHTS]: templateLights("- USER_SIGNATURE: <pending>") },
      says: "is no draft, but",
    },
    {
      verdict: "bad",
      shows: "blocked, perhaps before anybody claimed it",
      files: { [LIGHTS]: templateLights("- **Status:** Blocked", "- USER_SIGNATURE: <pending>") },
      says: "still `<pending>`",
    },
    {
      verdict: "bad",
      shows: "a name alone, in a template that asks for more",
      files: { [LIGHTS]: templateLights("- **Status:** Ready for Dev", "- USER_SIGNATURE: mara") },
      says: "without the time",
    },
    {
      verdict: "bad",
      shows: "a name alone, in a template that asked for no more",
      files: { [LIGHTS]: lights("- **Status:** Ready for Dev", "- USER_SIGNATURE: mara") },
      says: "without the time",
    },
    {
      verdict: "bad",
      shows: "a blank in one place, and no more than a name in another",
      files: { [LIGHTS]: templateLights("**User Signature Locked:** <pending>", "- USER_SIGNATURE: mara") },
      says: "without the time",
    },
    {
      verdict: "bad",
      shows: "two digits are missing",
      files: { [LIGHTS]: templateLights("- **Status:** Done", "- USER_SIGNATURE: mara1401202612") },
      says: "10 digits instead of 12",
    },
    {
      verdict: "bad",
      shows: "something else",
      files: { [LIGHTS]: templateLights("- **Status:** Done", "- USER_SIGNATURE: mara, on the 14th") },
      says: "is no signature",
    },
    {
      verdict: "bad",
      shows: "a day that does not exist",
      files: { [LIGHTS]: templateLights("- **Status:** Done", "- USER_SIGNATURE: mara310220261200") },
      says: "are no time",
    },
    {
      verdict: "bad",
      shows: "a year in two digits, and seconds",
      files: { [LIGHTS]: templateLights("- **Status:** Done", "- USER_SIGNATURE: mara140126120005") },
      says: "2026-01-14",
    },
    {
      verdict: "bad",
      shows: "a time that is still to come",
      files: { [LIGHTS]: templateLights("- **Status:** Done", "- USER_SIGNATURE: mara170120261200") },
      says: "after the day",
    },
  ],
  *check(packet, { asOf }) {
    const signature = ownSignature(packet);
    if (signature === null) return;
    const found = signature.form === "dated" ? wrongTime(signature, asOf) : wrongForm(packet, signature);
    if (found !== null) {
      yield { at: signature.span, subject: "signature", expected: dialect.signature.example, ...found };
    }
  },
} as const satisfies Rule;

type Fault = Pick<Report, "message" | "severity">;

const ASK = `Have the packet signed as ${dialect.signature.example}: day, month, year, hour, minute.`;

function wrongForm(packet: Packet, { value, form }: Signature): Fault | null {
  if (form === "pending") {
    if (packet.stateClass === "draft") return null;
    const status = ownStatus(packet);
    const state = status === null ? "no draft" : quoted(status.field.value);
    const message = `The packet is ${state}, but its signature is still ${quoted(value)}. ${ASK}`;
    // Work can be blocked before anybody has claimed it.
    const mayWait = packet.stateClass === "ready" || packet.stateClass === "blocked";
    return mayWait ? { message, severity: "warn" } : { message };
  }
  const digits = /\d*$/.exec(value)?.[0].length ?? 0;
  const what =
    form === "bare"
      ? "is a name without the time at which it was given"
      : form === "short"
        ? `has ${String(digits)} digits instead of 12`
        : "is no signature";
  const message = `The signature ${quoted(value)} ${what}. ${ASK}`;
  return hasClaimTemplate(packet) ? { message } : { message, severity: "warn" };
}

function wrongTime({ value }: Signature, asOf: string): Fault | null {
  const time = signatureTime(value);
  if (time === null) return { message: `The digits of the signature ${quoted(value)} are no time. ${ASK}` };
  if (time.order === "short") {
    return {
      severity: "warn",
      message:
        `The signature ${quoted(value)} has the year in two digits, and seconds: it reads as ${time.day}. ` +
        `The form is ${dialect.signature.example}; write the next one so.`,
    };
  }
  // The clock of whoever signed may be ahead of the commit's, which counts in UTC.
  if (time.day <= nextDay(asOf)) return null;
  return {
    severity: "warn",
    message: `The signature ${quoted(value)} was given on ${time.day}, after the day of this commit, ${asOf}. ${ASK}`,
  };
}
