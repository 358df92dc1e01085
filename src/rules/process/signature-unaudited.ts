import { dialect } from "../../packet/dialect.ts";
import type { Packet, Signature, SignatureLog, SignatureRow } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { AUDIT, LIGHTS, audit, lights, templateLights } from "./harbour.ts";
import { ownSignature } from "./own-signature.ts";
import { hasClaimTemplate } from "./stage.ts";

/** So many packets are named in a message. */
const NAMED = 3;

export const signatureUnaudited = {
  id: "process/signature-unaudited",
  title: "Every signature is in the audit",
  severity: "error",
  what:
    "Where the repository keeps an audit of signatures, the dated signature of a packet must have a row in it that " +
    "counts, and a row that names packets must name this one. A repository without an audit is not judged.",
  why:
    "The audit is where a maintainer records what they signed. A signature that is not in it may have been made up, " +
    "or taken from somewhere else.",
  how: "Have the maintainer who signed add the row, at the end or the top of the table; rows are never edited.",
  fixable: false,
  since: "0.1.0",
  scope: "packet",
  kinds: ["packet"],
  examples: [
    {
      verdict: "good",
      shows: "the audit has the signature, for this packet",
      files: {
        [LIGHTS]: templateLights("- USER_SIGNATURE: mara140120261200"),
        [AUDIT]: audit("| `mara140120261200` | Orchestrator | Packet WP-1-Harbour-Lights |"),
      },
    },
    {
      verdict: "good",
      shows: "a row that names no packet",
      files: {
        [LIGHTS]: templateLights("- USER_SIGNATURE: mara140120261200"),
        [AUDIT]: audit("| mara140120261200 | Orchestrator | Lights of the harbour |"),
      },
    },
    {
      verdict: "good",
      shows: "no audit is kept",
      files: { [LIGHTS]: templateLights("- USER_SIGNATURE: mara140120261200") },
    },
    {
      verdict: "good",
      shows: "what is not yet a dated signature is another rule's business",
      files: { [LIGHTS]: templateLights("- USER_SIGNATURE: <pending>"), [AUDIT]: audit() },
    },
    {
      verdict: "good",
      shows: "the audit knows the packet by the id in its title",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lamps.md": templateLights("- USER_SIGNATURE: mara140120261200"),
        [AUDIT]: audit("| mara140120261200 | Orchestrator | Packet WP-1-Harbour-Lights |"),
      },
    },
    {
      verdict: "good",
      shows: "one row was rejected, and another one counts",
      files: {
        [LIGHTS]: templateLights("- USER_SIGNATURE: mara140120261200"),
        [AUDIT]: audit(
          "| mara140120261200 | Orchestrator | (INVALID - WP-1-Harbour-Crane was meant) |",
          "| mara140120261200 | Orchestrator | Packet WP-1-Harbour-Lights |",
        ),
      },
    },
    {
      verdict: "good",
      shows: "a packet without a signature is for another rule too",
      files: { [LIGHTS]: templateLights(), [AUDIT]: audit() },
    },
    {
      verdict: "bad",
      shows: "the audit does not know the signature",
      files: {
        [LIGHTS]: templateLights("- USER_SIGNATURE: mara140120261200"),
        [AUDIT]: audit("| mara140120261159 | Orchestrator | Packet WP-1-Harbour-Lights |"),
      },
      says: "is not in the signature audit",
    },
    {
      verdict: "bad",
      shows: "a packet of the time before the templates, not in the audit either",
      files: { [LIGHTS]: lights("- USER_SIGNATURE: mara140120261200"), [AUDIT]: audit() },
      says: "is not in the signature audit",
    },
    {
      verdict: "bad",
      shows: "the audit says that the signature does not count",
      files: {
        [LIGHTS]: templateLights("- USER_SIGNATURE: mara140120261200"),
        [AUDIT]: audit("| mara140120261200 | Orchestrator | (INVALID - given twice) |"),
      },
      says: "does not count",
    },
    {
      verdict: "bad",
      shows: "the audit has it for another packet, and ids are not matched by their beginning",
      files: {
        [LIGHTS]: templateLights("- USER_SIGNATURE: mara140120261200"),
        [AUDIT]: audit("| mara140120261200 | Orchestrator | Packet WP-1-Harbour-Lights-v2 |"),
      },
      says: "for WP-1-Harbour-Lights-v2, not for this packet",
    },
    {
      verdict: "bad",
      shows: "the audit has it for many other packets",
      files: {
        [LIGHTS]: templateLights("- USER_SIGNATURE: mara140120261200"),
        [AUDIT]: audit("| mara140120261200 | Orchestrator | WP-1-A, WP-1-B, WP-1-C, WP-1-D |"),
      },
      says: "for WP-1-A, WP-1-B, WP-1-C and others, not for this packet",
    },
  ],
  *check(packet, { world: { signatures: audit } }) {
    const signature = ownSignature(packet);
    if (audit === null || signature?.form !== "dated") return;
    const rows = rowsOf(audit).get(signature.value) ?? [];
    const fault = judge(packet, signature, rows);
    if (fault === null) return;
    yield {
      at: signature.span,
      subject: "signature",
      expected: "a row of the signature audit for this packet",
      related: [{ path: audit.path, span: rows[0]?.span ?? null, message: "The signature audit." }],
      ...fault,
    };
  },
} as const satisfies Rule;

const known = new WeakMap<SignatureLog, ReadonlyMap<string, readonly SignatureRow[]>>();

/** The rows of an audit by signature; every packet asks. */
function rowsOf(audit: SignatureLog): ReadonlyMap<string, readonly SignatureRow[]> {
  const seen = known.get(audit);
  if (seen !== undefined) return seen;
  const rows = new Map<string, SignatureRow[]>();
  for (const row of audit.rows) {
    const own = rows.get(row.signature);
    if (own === undefined) rows.set(row.signature, [row]);
    else own.push(row);
  }
  known.set(audit, rows);
  return rows;
}

function judge(
  packet: Packet,
  { value }: Signature,
  rows: readonly SignatureRow[],
): Pick<Report, "message" | "severity"> | null {
  if (rows.length === 0) {
    const message =
      `The signature ${quoted(value)} is not in the signature audit. ` +
      "Have whoever gave it add a row for it, or have the packet signed.";
    return hasClaimTemplate(packet) ? { message } : { message, severity: "warn" };
  }
  const counting = rows.filter((row) => !dialect.signatures.void.test(row.purpose));
  if (counting.length === 0) {
    return {
      message: `The signature audit says that ${quoted(value)} does not count. Have the packet signed anew.`,
    };
  }
  const names = new Set([packet.id, ...packet.claims.map((claim) => claim.id)]);
  const own = counting.some((row) => row.ids.length === 0 || row.ids.some((id) => names.has(id)));
  if (own) return null;
  const ids = [...new Set(counting.flatMap((row) => row.ids))];
  const others = ids.slice(0, NAMED).join(", ") + (ids.length > NAMED ? " and others" : "");
  return {
    severity: "warn",
    message:
      `The signature audit records it for ${others}, not for this packet. ` +
      "Have the packet signed with a signature of its own, or the row corrected by a new one.",
  };
}
