import type { Packet, Signature, SignatureLog, SignatureRow } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { LocatedReport, Rule } from "../rule.ts";
import { AUDIT, CRANE, LIGHTS, REFINEMENT, REPORT, audit, crane, lights } from "./harbour.ts";

export const signatureReused = {
  id: "process/signature-reused",
  title: "A signature is used once",
  severity: "error",
  what:
    "No signature with a time may stand in two packets, in the refinement of another packet, or in two rows of the " +
    "signature audit that are not about the same packet. A packet and its own refinement share theirs.",
  why:
    "A signature approves one piece of work. The second use approves work that the user may never have seen.",
  how: "Have each packet signed on its own. The packet that carried the signature first keeps it.",
  fixable: false,
  since: "0.1.0",
  scope: "repository",
  examples: [
    {
      verdict: "good",
      shows: "each packet has its own, and the refinement shares its packet's",
      files: {
        [LIGHTS]: lights("- USER_SIGNATURE: mara140120261200"),
        [REFINEMENT]: "## TECHNICAL_REFINEMENT\n\n- USER_SIGNATURE: mara140120261200\n",
        [CRANE]: crane("- USER_SIGNATURE: mara140120261201"),
      },
    },
    {
      verdict: "good",
      shows: "the same name without a time says nothing",
      files: { [LIGHTS]: lights("- USER_SIGNATURE: mara"), [CRANE]: crane("- USER_SIGNATURE: mara") },
    },
    {
      verdict: "good",
      shows: "a packet repeats its signature, and a report quotes another's",
      files: {
        [LIGHTS]: lights("- USER_SIGNATURE: mara140120261200", "", "**User Signature Locked:** mara140120261200"),
        [CRANE]: `${crane("- USER_SIGNATURE: mara140120261201")}${REPORT}- USER_SIGNATURE: mara140120261200\n`,
      },
    },
    {
      verdict: "good",
      shows: "two rows of the audit about the same packet",
      files: {
        [LIGHTS]: lights("- USER_SIGNATURE: mara140120261200"),
        [AUDIT]: audit(
          "| mara140120261200 | Orchestrator | Packet WP-1-Harbour-Lights |",
          "| mara140120261200 | Orchestrator | Refinement of WP-1-Harbour-Lights |",
        ),
      },
    },
    {
      verdict: "bad",
      shows: "two packets under one signature, which one of them repeats",
      files: {
        [LIGHTS]: lights("- USER_SIGNATURE: mara140120261200", "", "**User Signature Locked:** mara140120261200"),
        [CRANE]: crane("- USER_SIGNATURE: mara140120261200"),
      },
      says: "also stands in `WP-1-Harbour-Lights`",
    },
    {
      verdict: "bad",
      shows: "with too few digits, and still not the same by chance",
      files: {
        [LIGHTS]: lights("- USER_SIGNATURE: mara1401202612"),
        [CRANE]: crane("- USER_SIGNATURE: `mara1401202612`"),
      },
      says: "also stands in `WP-1-Harbour-Lights`",
    },
    {
      verdict: "bad",
      shows: "a packet under the signature of another one's refinement",
      files: {
        [CRANE]: crane("- USER_SIGNATURE: mara140120261200"),
        [REFINEMENT]: "## TECHNICAL_REFINEMENT\n\n- USER_SIGNATURE: mara140120261200\n",
      },
      says: "also stands in `WP-1-Harbour-Crane`",
    },
    {
      verdict: "bad",
      shows: "two rows of the audit for two packets",
      files: {
        [LIGHTS]: lights("- USER_SIGNATURE: mara140120261200"),
        [AUDIT]: audit(
          "| mara140120261200 | Orchestrator | Packet WP-1-Harbour-Lights |",
          "| mara140120261200 | Orchestrator | Packet WP-1-Harbour-Crane |",
        ),
      },
      says: "a second row",
    },
    {
      verdict: "bad",
      shows: "two rows of the audit, one of which names no packet",
      files: {
        [LIGHTS]: lights("- USER_SIGNATURE: mara140120261200"),
        [AUDIT]: audit(
          "| mara140120261200 | Orchestrator | Packet WP-1-Harbour-Lights |",
          "| mara140120261200 | Orchestrator | New text for the spec |",
        ),
      },
      says: "a second row",
    },
  ],
  *check({ world }) {
    yield* reusedInPackets([...world.packets, ...world.refinements]);
    if (world.signatures !== null) yield* reusedInAudit(world.signatures);
  },
} as const satisfies Rule;

interface Use {
  readonly document: Packet;
  readonly signature: Signature;
}

/** Both ends are told: nobody can see from the files which use was the first. */
function* reusedInPackets(documents: readonly Packet[]): Generator<LocatedReport> {
  const uses = new Map<string, Use[]>();
  for (const document of documents) {
    for (const [value, signature] of timed(document)) {
      const known = uses.get(value) ?? [];
      uses.set(value, [...known, { document, signature }]);
    }
  }
  for (const [value, all] of uses) {
    for (const { document, signature } of all) {
      const others = all.filter((use) => use.document.id !== document.id);
      const [other] = others;
      if (other === undefined) continue;
      yield {
        path: document.path,
        packet: document.id,
        at: signature.span,
        subject: `${document.kind} ${value}`,
        message:
          `The signature ${quoted(value)} also stands in ${quoted(other.document.id)}. ` +
          "A signature is used once: have one of the two signed anew.",
        expected: "a signature that no other packet carries",
        related: others.map((use) => ({
          path: use.document.path,
          span: use.signature.span,
          message: "The same signature.",
        })),
      };
    }
  }
}

/** The document's own signatures that hold a time, each once. */
function timed(document: Packet): ReadonlyMap<string, Signature> {
  const found = new Map<string, Signature>();
  for (const signature of document.signatures) {
    const hasTime = signature.form === "dated" || signature.form === "short";
    if (hasTime && !signature.inReport && !found.has(signature.value)) found.set(signature.value, signature);
  }
  return found;
}

function* reusedInAudit(audit: SignatureLog): Generator<LocatedReport> {
  const first = new Map<string, SignatureRow>();
  for (const row of audit.rows) {
    const earlier = first.get(row.signature);
    if (earlier === undefined) {
      first.set(row.signature, row);
      continue;
    }
    if (row.ids.some((id) => earlier.ids.includes(id))) continue;
    yield {
      path: audit.path,
      at: row.span,
      subject: `row ${row.signature}`,
      message:
        `The audit has a second row for ${quoted(row.signature)}, and not for the same packet. ` +
        "A signature is used once: record the one that was given for this purpose.",
      expected: "one row for each signature",
      related: [{ path: audit.path, span: earlier.span, message: "The other row." }],
    };
  }
}
