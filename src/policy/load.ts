/**
 * The policy file. YAML, zod and RE2 are loaded only when there is something for them to read: a repository without a
 * policy file does not pay for them.
 */
import { DEFAULTS } from "./defaults.ts";
import { resolveLayout } from "./layout.ts";
import { LONGEST_PATTERN, patternProblems } from "./pattern.ts";
import type { Policy, PolicyFile } from "./policy.ts";
import { PRESETS } from "./presets.ts";
import { MOST_PROBLEMS, PolicyError } from "./problem.ts";
import type { PolicyInput } from "./schema.ts";
import type { Complaint } from "./sentences.ts";
import { mergeSeverities } from "./severity.ts";
import { namedTransitions } from "./transitions.ts";
import type { YamlFile } from "./yaml.ts";

/**
 * Reads a policy file: its preset upon the defaults, and what it says itself upon both.
 *
 * @param text the file, decoded
 * @param path what to call the file in messages and in `source`
 * @param knownRules every rule id there is; a policy that names another is refused
 * @throws PolicyError, which is a UserError, with everything that is wrong and where
 */
export async function parsePolicy(text: string, path: string, knownRules: readonly string[]): Promise<PolicyFile> {
  const [{ readYaml }, { policySchema }, { complaints }] = await Promise.all([
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
  return settle(result.data, path);
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
  const compilable = [...forbidden.entries()].flatMap(([index, entry]) => {
    const pattern = property(entry, "pattern");
    // The schema speaks about the others.
    const worth = typeof pattern === "string" && pattern.length > 0 && pattern.length <= LONGEST_PATTERN;
    return worth ? [{ index, pattern }] : [];
  });
  const problems = await patternProblems(compilable.map(({ pattern }) => pattern));
  return compilable.flatMap(({ index }, nth): readonly Complaint[] => {
    const problem = problems[nth] ?? null;
    if (problem === null) return [];
    const sentence = (): string => `\`scan.forbidden[${index}].pattern\` ${problem}`;
    return [{ path: ["scan", "forbidden", index, "pattern"], part: "value", sentence }];
  });
}

function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

/** Lays what the file says upon its preset, and both upon the defaults. */
function settle(input: PolicyInput, path: string): PolicyFile {
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
    transitions: input.transitions === undefined ? null : namedTransitions(input.transitions),
  };
}
