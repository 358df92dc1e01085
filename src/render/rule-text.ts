import type { RuleMeta } from "../rules/rule.ts";

/** What outputs say about a rule itself. */
export type RuleText = Pick<RuleMeta, "title" | "severity" | "what" | "why" | "how">;

/** Rule texts by rule id. */
export type RuleTexts = ReadonlyMap<string, RuleText>;
