/**
 * The policy file. YAML, zod and RE2 are loaded only when there is a file to read, so that a repository without one pays
 * for none of them.
 */
import type { StateName } from "../packet/dialect.ts";
import { DEFAULTS } from "./defaults.ts";
import { resolveLayout } from "./layout.ts";
import type { Policy, PolicyFile } from "./policy.ts";
import { PRESETS } from "./presets.ts";
import { MOST_PROBLEMS, PolicyError } from "./problem.ts";
import type { Problem } from "./problem.ts";
import type { PolicyInput } from "./schema.ts";
import type { Complaint } from "./sentences.ts";
import { mergeSeverities } from "./severity.ts";
import type { Path, YamlFile } from "./yaml.ts";

/**
 * Reads a policy file: its preset upon the defaults, and what it says itself upon both.
 *
 * @param text the file, decoded
 * @param path what to call the file in messages and in `source`
 * @param knownRules every rule id there is; a policy that names another is refused
 * @throws PolicyError, which is a UserError, with everything that is wrong and where
 */
export async function parsePolicy(text: string, path: string, knownRules: readonly string[]): Promise<PolicyFile> {
  const [{ readYaml }, { policySchema, stateOf }, { complaints }] = await Promise.all([
    import("./yaml.ts"),
    import("./schema.ts"),
    import("./sentences.ts"),
  ]);
  const file = readYaml(text, path);
  const schema = policySchema(knownRules);
  const result = schema.safeParse(file.value);
  const issues = result.success ? [] : complaints(result.error.issues, schema, file.value, knownRules);
  const found = [...issues, ...(await patternComplaints(file.value))];
  if (!result.success || found.length > 0 || file.faults.length > 0) throw refusal(path, file, found);
  return settle(result.data, path, stateOf);
}

/** The policy of the repository with these paths. */
export function resolvePolicy(file: PolicyFile, paths: Iterable<string>): Policy {
  return { ...file, layout: resolveLayout(file.layout, paths) };
}

function refusal(path: string, file: YamlFile, found: readonly Complaint[]): PolicyError {
  const all = [
    ...file.faults.map(({ offset, message }) => ({ offset, sentence: () => message })),
    ...found.map((complaint) => ({
      offset: file.offset(complaint.path, complaint.part),
      sentence: complaint.sentence,
    })),
  ].sort((a, b) => a.offset - b.offset);
  const told = all.slice(0, MOST_PROBLEMS).map(({ offset, sentence }) => file.locate({ offset, message: sentence() }));
  return new PolicyError(path, told, all.length);
}

/** Patterns are compiled here and not in the schema, so that RE2 is loaded only for a policy that has some. */
async function patternComplaints(value: unknown): Promise<readonly Complaint[]> {
  const forbidden = property(property(value, "scan"), "forbidden");
  if (!Array.isArray(forbidden)) return [];
  const patterns = forbidden.map((entry) => property(entry, "pattern"));
  if (!patterns.some((pattern) => typeof pattern === "string")) return [];
  const { LONGEST_PATTERN, patternProblems } = await import("./pattern.ts");
  const usable = [...patterns.entries()].flatMap(([index, pattern]): readonly [number, string][] =>
    // The schema speaks about the others.
    typeof pattern === "string" && pattern !== "" && pattern.length <= LONGEST_PATTERN ? [[index, pattern]] : [],
  );
  const problems = await patternProblems(usable.map(([, pattern]) => pattern));
  return usable.flatMap(([index], nth) => {
    const problem = problems[nth];
    if (typeof problem !== "string") return [];
    const sentence = (): string => `\`scan.forbidden[${index}].pattern\` ${problem}`;
    return [{ path: ["scan", "forbidden", index, "pattern"], part: "value", sentence }];
  });
}

function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

/** Lays what the file says upon its preset, and both upon the defaults. */
function settle(input: PolicyInput, path: string, stateOf: (text: string) => StateName): PolicyFile {
  const preset = PRESETS[input.preset ?? "default"];
  const onPass = input.reports?.onPass;
  return {
    version: 1,
    source: path,
    layout: { name: input.layout ?? "auto", paths: input.paths ?? {} },
    rules: mergeSeverities(preset.rules ?? {}, input.rules ?? {}),
    strict: input.strict ?? preset.strict ?? DEFAULTS.strict,
    gate: { ...DEFAULTS.gate, ...preset.gate, ...input.gate },
    reports: {
      onPass: { status: onPass?.status ?? null, board: onPass?.board ?? null },
      forks: input.reports?.forks ?? DEFAULTS.reports.forks,
    },
    scan: {
      forbidden: (input.scan?.forbidden ?? []).map(({ pattern, paths, why }) => ({
        pattern,
        paths: paths ?? ["**"],
        why,
      })),
      maxFileBytes: input.scan?.maxFileBytes ?? DEFAULTS.scan.maxFileBytes,
    },
    transitions: input.transitions === undefined ? null : statesOf(input.transitions, stateOf),
  };
}

/** The transitions with the names of the dialect in place of the texts that the file and the packets carry. */
function statesOf(
  transitions: NonNullable<PolicyInput["transitions"]>,
  stateOf: (text: string) => StateName,
): Policy["transitions"] {
  return Object.fromEntries(Object.entries(transitions).map(([from, to]) => [stateOf(from), to.map(stateOf)]));
}
