import { dialect } from "../../packet/dialect.ts";
import type { ManifestBlock, ManifestPart, ManifestValue } from "../../packet/model.ts";
import { isPlaceholder } from "../../packet/placeholders.ts";
import { quoted } from "../../policy/quoted.ts";
import { isNewest } from "../process/stage.ts";
import type { Report, Rule } from "../rule.ts";
import { atWork, BELL, block, LIGHTS, MANIFEST, older, SHA } from "./harbour.ts";

const COMPLETE = { start: "1", end: "12", delta: "+3", before: SHA.none, after: SHA.one } as const;

export const manifestForm = {
  id: "evidence/manifest-form",
  title: "Every block of the manifest is complete",
  severity: "error",
  what:
    "A block of the manifest names its file by a path from the top of the repository, and gives the first and " +
    "the last " +
    "line of the window, the lines added minus the lines removed, and the SHA-1 of the file before and after, 40 hex " +
    "digits each. In work in hand parts may still be missing, and what is there is warned about; so is all in " +
    "packets " +
    "from an older template.",
  why: "Numbers that are missing or in no known form cannot be compared with anything.",
  how: "Fill in what is missing. `writ sha --base main FILE` prints the SHA-1s and the line delta.",
  fixable: false,
  since: "0.1.0",
  scope: "packet",
  kinds: ["packet"],
  states: ["active", "done"],
  examples: [
    {
      verdict: "good",
      shows: "two blocks, with signs, capitals, and zeros for a file that was not there; and none",
      files: {
        [LIGHTS]:
          MANIFEST +
          block({ start: "1", end: "12", delta: "+3", before: SHA.none, after: SHA.one }) +
          block({
            file: "src/bell.rs",
            start: "12",
            end: "12",
            delta: "-14",
            before: SHA.one,
            after: SHA.two.toUpperCase(),
          }),
        [BELL]: `${MANIFEST}- **Target File**: N/A\n- **Start**: N/A\n`,
      },
    },
    {
      verdict: "good",
      shows: "work in hand, not yet filled in",
      files: { [LIGHTS]: atWork(MANIFEST) + block({ start: "<line>", before: "<hash>" }) },
    },
    {
      verdict: "good",
      shows: "the form as the template left it: that no file is named is said elsewhere",
      files: { [LIGHTS]: MANIFEST + block({ file: "path/to/file", start: "<line>" }) },
    },
    {
      verdict: "good",
      shows: "names with dots",
      files: {
        [LIGHTS]:
          MANIFEST +
          block({ ...COMPLETE, file: ".github/..lights/a..b.rs" }) +
          block({ ...COMPLETE, file: "src\\bell.rs" }),
      },
    },
    {
      verdict: "bad",
      shows: "done, with parts missing and blanks left",
      files: { [LIGHTS]: MANIFEST + block({ start: "1", end: "<line>", delta: "", before: SHA.one }) },
      says: "The block of `src/lights.rs` lacks `End`, `Line Delta`, `Post-SHA1`.",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "every part in no known form",
      files: {
        [LIGHTS]:
          MANIFEST +
          block({ file: "/src/lights.rs", start: "top", end: "0", delta: "some", before: "d41d8cd", after: "unknown" }),
      },
      says: "`/src/lights.rs` (`Target File` of the block of `/src/lights.rs`) is no path from the top",
      severity: "error",
      count: 6,
    },
    {
      verdict: "bad",
      shows: "paths that lead out of the repository, in work in hand",
      files: {
        [LIGHTS]:
          atWork(MANIFEST) +
          ["../lights.rs", "src/../../lights.rs", "~/lights.rs", "C:/lights.rs", "src/.", "src\\..\\lights.rs"]
            .map((file) => block({ file }))
            .join(""),
      },
      severity: "warn",
      count: 6,
    },
    {
      verdict: "bad",
      shows: "a window that ends before it begins",
      files: { [LIGHTS]: MANIFEST + block({ ...COMPLETE, start: "13", end: "12" }) },
      says: "The window of `src/lights.rs` ends at line 12, before it begins at line 13.",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a template of long ago",
      files: { [LIGHTS]: older(MANIFEST) + block({ ...COMPLETE, delta: "three" }) },
      severity: "warn",
      count: 1,
    },
  ],
  *check(packet) {
    const isDone = packet.stateClass === "done";
    const weight = isDone && isNewest(packet) ? {} : ({ severity: "warn" } as const);
    for (const block of packet.manifest) {
      if (block.content !== "filled" || block.target === null) continue;
      const file = block.target.value;
      for (const report of faultsOf(block, file, isDone)) yield { ...report, ...weight };
    }
  },
} as const satisfies Rule;

const { texts, sha1 } = dialect.manifest;

const PARTS: readonly { readonly part: ManifestPart; readonly form: RegExp; readonly is: string }[] = [
  {
    part: "target",
    form: /^(?![/\\~]|[A-Za-z]:)(?!(?:[^]*[/\\])?\.{1,2}(?:[/\\]|$))[^]+$/,
    is: "path from the top of the repository",
  },
  { part: "start", form: /^[1-9]\d{0,6}$/, is: "line number" },
  { part: "end", form: /^[1-9]\d{0,6}$/, is: "line number" },
  { part: "delta", form: /^[-+\u2212]?\d{1,7}$/, is: "number of lines" },
  { part: "before", form: sha1, is: "SHA-1, which has 40 hex digits" },
  { part: "after", form: sha1, is: "SHA-1, which has 40 hex digits" },
];

function* faultsOf(block: ManifestBlock, file: string, isDone: boolean): Iterable<Report> {
  const named = quoted(file, 120);
  const missing = PARTS.filter(({ part }) => isBlank(block[part]));
  if (isDone && missing.length > 0) {
    yield {
      at: block.target?.span ?? block.span,
      subject: `${file}: missing`,
      message:
        `The block of ${named} lacks ` + `${missing.map(({ part }) => `\`${texts[part]}\``).join(", ")}. Fill it in.`,
      expected: "file, window, delta and both SHA-1s",
    };
  }
  for (const { part, form, is } of PARTS) {
    const value = block[part];
    if (value === null || isBlank(value) || form.test(value.value)) continue;
    yield {
      at: value.span,
      subject: `${file}: ${part}`,
      message: `${quoted(value.value)} (\`${texts[part]}\` of the block of ${named}) is no ${is}. Correct it.`,
      expected: is,
    };
  }
  const [start, end] = [Number(block.start?.value), Number(block.end?.value)];
  if (!(start > end) || end === 0 || block.end === null) return;
  yield {
    at: block.end.span,
    subject: `${file}: window`,
    message:
      `The window of ${named} ends at line ${String(end)}, before it begins at line ` + `${String(start)}. Correct it.`,
    expected: "a first line and a last line",
  };
}

function isBlank(value: ManifestValue | null): boolean {
  return value === null || isPlaceholder(value.value);
}
