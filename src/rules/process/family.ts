/** The rules of the family `process`, in the order in which they are listed everywhere. */
import type { Rule } from "../rule.ts";
import { absolutePath } from "./absolute-path.ts";
import { claimCommit } from "./claim-commit.ts";
import { claim } from "./claim.ts";
import { doneWithoutPass } from "./done-without-pass.ts";
import { forbiddenPattern } from "./forbidden-pattern.ts";
import { frozenSection } from "./frozen-section.ts";
import { hygiene } from "./hygiene.ts";
import { phaseOrder } from "./phase-order.ts";
import { refinementAnchor } from "./refinement-anchor.ts";
import { refinementForm } from "./refinement-form.ts";
import { refinementMissing } from "./refinement-missing.ts";
import { scope } from "./scope.ts";
import { signatureChanged } from "./signature-changed.ts";
import { signatureForm } from "./signature-form.ts";
import { signatureReused } from "./signature-reused.ts";
import { signatureUnaudited } from "./signature-unaudited.ts";
import { statusTransition } from "./status-transition.ts";
import { stubExecuted } from "./stub-executed.ts";
import { waiverExpired } from "./waiver-expired.ts";
import { waiverForm } from "./waiver-form.ts";
import { waiverUnused } from "./waiver-unused.ts";

export const processRules: readonly Rule[] = [
  statusTransition,
  claim,
  claimCommit,
  signatureForm,
  signatureUnaudited,
  signatureReused,
  signatureChanged,
  refinementMissing,
  refinementForm,
  refinementAnchor,
  waiverForm,
  waiverExpired,
  waiverUnused,
  phaseOrder,
  frozenSection,
  scope,
  stubExecuted,
  doneWithoutPass,
  forbiddenPattern,
  hygiene,
  absolutePath,
];
