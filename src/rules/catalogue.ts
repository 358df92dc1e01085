/** Every rule there is. */
import { evidenceRules } from "./evidence/family.ts";
import { ledgerRules } from "./ledger/family.ts";
import { lineageRules } from "./lineage/family.ts";
import { processRules } from "./process/family.ts";
import type { Rule } from "./rule.ts";
import { structureRules } from "./structure/family.ts";
import { textRules } from "./text/family.ts";

export const rules: readonly Rule[] = [
  ...textRules,
  ...structureRules,
  ...processRules,
  ...lineageRules,
  ...evidenceRules,
  ...ledgerRules,
];

export const ruleIds: readonly string[] = rules.map((rule) => rule.id);

export function ruleNamed(id: string): Rule | null {
  return rules.find((rule) => rule.id === id) ?? null;
}
