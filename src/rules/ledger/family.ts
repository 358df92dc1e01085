/** The rules of the family `ledger`, in the order in which they are listed everywhere. */
import type { Rule } from "../rule.ts";
import { auditModified } from "./audit-modified.ts";
import { chainBroken } from "./chain-broken.ts";
import { conflictingVerdict } from "./conflicting-verdict.ts";
import { reportDeleted } from "./report-deleted.ts";
import { reportForm } from "./report-form.ts";
import { reportInserted } from "./report-inserted.ts";
import { reportModified } from "./report-modified.ts";
import { reportReencoded } from "./report-reencoded.ts";
import { unrecordedReport } from "./unrecorded-report.ts";
import { verdictValue } from "./verdict-value.ts";

export const ledgerRules: readonly Rule[] = [
  reportModified,
  reportDeleted,
  reportInserted,
  reportReencoded,
  reportForm,
  verdictValue,
  conflictingVerdict,
  chainBroken,
  unrecordedReport,
  auditModified,
];
