/** What a rule says about a small repository, one line for each finding. */
import { runExample } from "./run-example.ts";
import type { Example, Rule } from "../../src/rules/rule.ts";

export type Told = Omit<Example, "verdict" | "shows" | "says">;

/** `severity path:line:column text-it-points-at`, in the order of the findings. */
export async function told(rule: Rule, repository: Told): Promise<string[]> {
  const { findings } = await runExample(rule, { verdict: "bad", shows: "", ...repository });
  return findings
    .filter((finding) => finding.state !== "fixed")
    .map(({ severity, path, line, endLine, column, endColumn }) => {
      const lines = (repository.files[path] ?? "").split("\n");
      const text = line === endLine ? (lines[line - 1] ?? "").slice(column - 1, endColumn - 1) : "…";
      return `${severity} ${path.split("/").at(-1) ?? path}:${String(line)} ${text}`.trim();
    });
}

/** The messages alone. */
export async function messages(rule: Rule, repository: Told): Promise<string[]> {
  const { findings } = await runExample(rule, { verdict: "bad", shows: "", ...repository });
  return findings.filter((finding) => finding.state !== "fixed").map((finding) => finding.message);
}

/** The places that the findings point to beside their own: `path:line message`. */
export async function related(rule: Rule, repository: Told): Promise<string[]> {
  const { findings } = await runExample(rule, { verdict: "bad", shows: "", ...repository });
  return findings.flatMap((finding) =>
    finding.related.map(({ path, line, message }) => `${path.split("/").at(-1) ?? path}:${String(line)} ${message}`),
  );
}
