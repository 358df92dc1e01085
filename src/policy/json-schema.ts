import * as z from "zod";
import { policySchema } from "./schema.ts";

/**
 * The JSON Schema (draft 7, which editors read best) of a policy file, for completion and help while writing one. It is
 * a little wider than what `parsePolicy` accepts: file patterns and regular expressions are only checked there.
 *
 * @param knownRules every rule id there is; they become the keys of `rules`
 */
export function policyJsonSchema(knownRules: readonly string[]): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(policySchema(knownRules), { target: "draft-7", io: "input" });
  return {
    $schema,
    $id: "writ-policy.schema.json",
    title: "Writ policy",
    description: "What a repository asks of its task packets: the file .github/writ.yml.",
    ...rest,
  };
}
