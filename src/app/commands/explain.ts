/** What a rule says of itself, as Markdown for an answer. Only words of our own. */
import { ruleTexts } from "../../project/judge.ts";

export function explained(rule: string): string {
  const found = ruleTexts.get(rule);
  if (found === undefined) return "";
  const { title, what, why, how } = found;
  return [`  **${title}.**`, `  ${what}`, `  *Why:* ${why}`, `  *How to mend it:* ${how}`].join("\n\n");
}
