/** What commands may name. */
import { ruleIds, rules } from "../../rules/catalogue.ts";
import type { Known } from "../../verdict/command/table.ts";
import { unwaivable } from "../../verdict/waive.ts";

export const KNOWN: Known = { rules: ruleIds, unwaivable: unwaivable(rules) };
