import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate, type Evaluated } from "../evaluate/evaluate.ts";
import type { Span } from "../packet/model.ts";
import { readDocument } from "../packet/read.ts";
import { defaultPolicy } from "../policy/defaults.ts";
import { detectLayout } from "../policy/layout.ts";
import { rules } from "../rules/catalogue.ts";
import type { Report, Rule } from "../rules/rule.ts";
import { memorySnapshot, type MemoryFiles } from "../snapshot/memory.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { mend, type Mending } from "./mend.ts";

const PATH = ".GOV/task_packets/WP-1-Harbour-Lights.md";
const OTHER = ".GOV/task_packets/WP-1-Harbour-Crane.md";

/** A rule that finds every occurrence of some words and would replace them. */
function replacing(id: string, words: string, replacement: string | null): Rule {
  return {
    id,
    title: id,
    severity: "error",
    what: "",
    why: "",
    how: "",
    fixable: true,
    since: "0.1.0",
    examples: [],
    scope: "document",
    *check(document): Iterable<Report> {
      const { text } = document.source;
      for (let start = text.indexOf(words); start >= 0; start = text.indexOf(words, start + 1)) {
        const span: Span = { start, end: start + words.length };
        const fix = replacement === null ? {} : { fix: { title: "mend", edits: [{ span, text: replacement }] } };
        yield { at: span, message: `found ${words}`, subject: words, ...fix };
      }
    },
  };
}

async function mendFiles(files: MemoryFiles, ...rules: Rule[]): Promise<Mending> {
  const judge = (head: Snapshot): Promise<Evaluated> =>
    evaluate({
      head,
      base: null,
      commits: [],
      repository: null,
      policy: defaultPolicy(detectLayout(Object.keys(files))),
      rules,
      knownRules: rules.map(({ id }) => id),
      today: "2026-01-15",
      only: [],
    });
  return mend(memorySnapshot(files), judge, () => true);
}

function textsOf({ files }: Mending): Record<string, string> {
  return Object.fromEntries([...files].map(([path, { after }]) => [path, new TextDecoder().decode(after)]));
}

const PACKET = "# Task Packet: WP-1-Harbour-Lights\n\n";

describe("mend", () => {
  it("applies every fix and says what went", async () => {
    const mending = await mendFiles({ [PATH]: `${PACKET}a fog, a fog\n` }, replacing("text/fog", "fog", "mist"));
    expect(textsOf(mending)).toEqual({ [PATH]: `${PACKET}a mist, a mist\n` });
    expect([...mending.mended]).toEqual([["text/fog", 2]]);
    expect(mending.left.size).toBe(0);
  });

  it("gives nothing to write where there is nothing to mend", async () => {
    const mending = await mendFiles({ [PATH]: PACKET }, replacing("text/fog", "fog", "mist"));
    expect(mending.files.size + mending.left.size).toBe(0);
  });

  it("applies overlapping fixes one after the other", async () => {
    const rules = [replacing("text/one", "abc", "xbc"), replacing("text/two", "bcd", "bcy")];
    expect(textsOf(await mendFiles({ [PATH]: `${PACKET}abcd\n` }, ...rules))).toEqual({ [PATH]: `${PACKET}xbcy\n` });
  });

  it("mends what a fix uncovers", async () => {
    const rules = [replacing("text/one", "aa", "b"), replacing("text/two", "bb", "c")];
    // The second rule finds nothing at first, and nothing in the end.
    expect(textsOf(await mendFiles({ [PATH]: `${PACKET}aaaa\n` }, ...rules))).toEqual({ [PATH]: `${PACKET}c\n` });
  });

  it("leaves a file as it was when its fixes come to no end", async () => {
    const rules = [replacing("text/one", "left", "right"), replacing("text/two", "right", "left")];
    const files = { [PATH]: `${PACKET}left\n`, [OTHER]: "# Task Packet: WP-1-Harbour-Crane\n" };
    const mending = await mendFiles(files, ...rules);
    expect(mending.files.size).toBe(0);
    expect(mending.left.get(PATH)).toContain("come to no end");
  });

  it("leaves a file as it was when something new appears, and mends the others", async () => {
    const rules = [replacing("text/one", "port", "starboard"), replacing("text/two", "port starboard", null)];
    // "port port" is mended to "starboard starboard" only by way of something that the second rule finds.
    const good = { [PATH]: `${PACKET}port\n` };
    expect(Object.keys(textsOf(await mendFiles(good, ...rules)))).toEqual([PATH]);

    // Taking the word away makes neighbours of what stood apart.
    const bad = [replacing("text/one", "port ", ""), replacing("text/two", "old quay", null)];
    const crane = "# Task Packet: WP-1-Harbour-Crane\n\nold port quay\n";
    const other = { ...good, [PATH]: `${PACKET}port side\n`, [OTHER]: crane };
    const mending = await mendFiles(other, ...bad);
    expect(textsOf(mending)).toEqual({ [PATH]: `${PACKET}side\n` });
    expect(mending.left.get(OTHER)).toContain("text/two would find something new: found old quay");
  });

  it("lets a finding appear that the damage had hidden, in what a fix has written and no graver", async () => {
    const files = { [PATH]: `${PACKET}fog and more\n` };
    const fog = replacing("text/fog", "fog", "mist");
    expect(textsOf(await mendFiles(files, fog, replacing("text/mist", "mist", null)))[PATH]).toContain("mist and more");
    const reaching = await mendFiles(files, fog, replacing("text/mist", "mist and", null));
    expect(textsOf(reaching)[PATH]).toContain("mist and more");
    const mild: Rule = { ...fog, severity: "warn" };
    const graver = await mendFiles(files, mild, replacing("text/mist", "mist", null));
    expect(graver.left.get(PATH)).toContain("text/mist would find something new");
  });

  it("leaves a file as it was when the packet would say something else", async () => {
    const status = { [PATH]: `${PACKET}- **Status:** Done\n` };
    const mending = await mendFiles(status, replacing("text/one", "Done", "In Progress"));
    expect(mending.left.get(PATH)).toContain("what the packet says of itself");
    const section = await mendFiles({ [PATH]: `${PACKET}## SCOPE\n\nx\n` }, replacing("text/one", "## SCOPE", "SCOPE"));
    expect(section.left.get(PATH)).toContain("which sections there are");
  });

  it("never touches a report, neither inside nor by moving its bounds", async () => {
    const report = "## VALIDATION_REPORTS\n\n### VALIDATION REPORT - 2026-01-14\nVerdict: PASS\nfog here\n";
    const files = { [PATH]: `${PACKET}fog there\n\n${report}` };
    const mending = await mendFiles(files, replacing("text/fog", "fog", "mist"));
    expect(textsOf(mending)).toEqual({ [PATH]: `${PACKET}mist there\n\n${report}` });

    // A line that would become part of the report below its title.
    const grows = await mendFiles(
      { [PATH]: `${PACKET}${report}\n## NOTES\n\nVerdict: FAIL\n` },
      replacing("text/one", "## NOTES", "NOTES"),
    );
    expect(grows.left.get(PATH)).toContain("text that may only grow");
  });

  it("is done after one run, whatever the text", async () => {
    const rules = [replacing("text/a", "ab", "c"), replacing("text/b", "cc", "d"), replacing("text/c", "bd", "")];
    const line = fc.string({ unit: fc.constantFrom("a", "b", "c", "d", "e", "\n", "é"), maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(line, async (body) => {
        const first = await mendFiles({ [PATH]: PACKET + body }, ...rules);
        const text = textsOf(first)[PATH] ?? PACKET + body;
        expect(text.startsWith(PACKET)).toBe(true);
        const second = await mendFiles({ [PATH]: text }, ...rules);
        expect(second.files.size).toBe(0);
        expect(second.left.size).toBe(first.left.size);
      }),
      { numRuns: 60 },
    );
  });

  it("is idempotent with the real rules and leaves reports alone, byte by byte, on any damage", async () => {
    const piece = fc.constantFrom(
      ...["\u00e2\u20ac\u201c", "\u00c2\u00a7", "\u2014", "\u0008", "\u0093", "\ufeff", "\u00e9", "words ", "\n"],
      ...["`\u0008ash\nls\n`\n", "```bash\n", "```\n", "\\n\\n## SCOPE\n", "## SCOPE\n", "## NOTES\n", "- x\n"],
      ...["### VALIDATION REPORT\nVerdict: PASS\n", "Verdict: FAIL\n", "- **Status:** done\n", "- DATE: 2026-1-5\n"],
      ...["- TASK_ID: wp-1-harbour-lights\n", "- RISK_TIER: high\n", "- PACKET_FORMAT_VERSION: 2026-02-01\n"],
    );
    const records = (bytes: Uint8Array): string[] => {
      const { source, appendOnly } = readDocument("packet", PATH, bytes);
      return appendOnly.map(({ start, end }) =>
        Buffer.from(bytes.subarray(source.point(start).byte, source.point(end).byte)).toString("latin1"),
      );
    };
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 25 }), fc.boolean(), async (pieces, isLatin1) => {
        const before = Buffer.from(PACKET + pieces.join(""), isLatin1 ? "latin1" : "utf8");
        const first = await mendFiles({ [PATH]: before }, ...rules);
        const after = first.files.get(PATH)?.after ?? before;
        const second = await mendFiles({ [PATH]: after }, ...rules);
        expect(second.files.size).toBe(0);
        expect(second.left.size).toBe(first.left.size);
        expect(records(after)).toEqual(records(before));
      }),
      { numRuns: 150 },
    );
  });
});
