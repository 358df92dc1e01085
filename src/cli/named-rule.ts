import { UserError } from "../errors.ts";
import { nearest } from "../policy/nearest.ts";
import { quoted } from "../policy/quoted.ts";
import { ruleIds, ruleNamed } from "../rules/catalogue.ts";
import type { Rule } from "../rules/rule.ts";

/** The rule with this id. Throws UserError, with the nearest id, when there is none. */
export function namedRule(id: string): Rule {
  const rule = ruleNamed(id);
  if (rule !== null) return rule;
  const near = nearest(id, ruleIds);
  const hint = near === null ? "`writ explain --list` shows them all" : `did you mean ${quoted(near)}?`;
  throw new UserError(`there is no rule ${quoted(id)}; ${hint}`);
}
