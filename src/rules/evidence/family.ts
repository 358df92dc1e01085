/** Rules about evidence: what a finished packet says it did, against the files that show it. */
import type { Rule } from "../rule.ts";
import { ambiguousPath } from "./ambiguous-path.ts";
import { command } from "./command.ts";
import { drifted } from "./drifted.ts";
import { hollow } from "./hollow.ts";
import { manifestDelta } from "./manifest-delta.ts";
import { manifestForm } from "./manifest-form.ts";
import { manifestGates } from "./manifest-gates.ts";
import { manifestMissing } from "./manifest-missing.ts";
import { manifestSha } from "./manifest-sha.ts";
import { manifestWindow } from "./manifest-window.ts";
import { missingPath } from "./missing-path.ts";
import { pastEnd } from "./past-end.ts";
import { placeholder } from "./placeholder.ts";
import { selfReference } from "./self-reference.ts";
import { unmapped } from "./unmapped.ts";
import { unread } from "./unread.ts";

export const evidenceRules: readonly Rule[] = [
  unmapped,
  placeholder,
  missingPath,
  ambiguousPath,
  pastEnd,
  hollow,
  drifted,
  selfReference,
  unread,
  command,
  manifestMissing,
  manifestForm,
  manifestSha,
  manifestWindow,
  manifestDelta,
  manifestGates,
];
