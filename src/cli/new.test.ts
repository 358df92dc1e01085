import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dialect, type FieldName, type SectionName } from "../packet/dialect.ts";
import { fieldLabel, sectionLabel } from "../packet/vocabulary.ts";
import type { Packet } from "../packet/model.ts";
import { readDocument } from "../packet/read.ts";
import { isPlaceholder } from "../packet/placeholders.ts";
import { readTemplate } from "../scaffold/template.ts";
import { git, repository, scratch } from "../snapshot/git.fixture.ts";
import { writ } from "./terminal.fixture.ts";

const { folder, remove } = scratch();
afterAll(remove);

const ID = "WP-1-Harbour-Lights";
const PACKET = `.GOV/task_packets/${ID}.md`;
const REFINEMENT = `.GOV/refinements/${ID}.md`;
const STUB = `.GOV/task_packets/stubs/${ID}.md`;

let count = 0;
function fresh(files: Record<string, string> = { "README.md": "hello\n" }): string {
  return repository(join(folder, `r${++count}`), [{ name: "main", files }]);
}

function read(kind: Packet["kind"], repo: string, path: string): Packet {
  const document = readDocument(kind, path, readFileSync(join(repo, path)));
  if (document.kind === kind) return document;
  throw new Error(`${path} is read as ${document.kind}`);
}

describe("writ new", () => {
  let repo = "";
  beforeAll(async () => {
    repo = fresh();
    const { code, out, err } = await writ({ cwd: repo }, "new", ID);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain(`Wrote ${REFINEMENT}\nWrote ${PACKET}\n\nNext:\n`);
  });

  it("fills in what is known", () => {
    const packet = read("packet", repo, PACKET);
    const value = (name: FieldName): string | undefined => packet.fields.find((field) => field.name === name)?.value;
    expect(packet.claims.map(({ id }) => id)).toEqual([ID, ID, ID, ID]);
    expect([value("baseId"), value("date")]).toEqual([ID, "2026-01-15T12:34:56Z"]);
    expect(value("mergeBase")).toBe(git(repo, "rev-parse", "HEAD"));
    expect(value("refinementFile")).toBe(REFINEMENT);
    expect(packet.stateClass).toBe("draft");
    expect(packet.signature?.form).toBe("pending");
    expect(readFileSync(join(repo, PACKET), "utf8")).not.toContain("{{");
  });

  it("writes everything that the newest form of a packet asks for, in plain ASCII", () => {
    const [newest] = dialect.eras;
    const packet = read("packet", repo, PACKET);
    expect(packet.era).toBe(newest?.name);
    const fields = new Set(packet.fields.map(({ name }) => name));
    const asked: readonly FieldName[] = [...(newest?.fields ?? []), ...(newest?.claim ?? [])];
    expect(asked.filter((name) => !fields.has(name)).map(fieldLabel)).toEqual([]);
    const sections = new Set(packet.sections.map(({ name }) => name));
    const wanted: readonly SectionName[] = newest?.sections ?? [];
    expect(wanted.filter((name) => !sections.has(name)).map(sectionLabel)).toEqual([]);
    expect(packet.damage).toEqual([]);
    expect(packet.requirements).toEqual([]);
    expect(packet.reports).toEqual([]);
    expect(readFileSync(join(repo, PACKET), "latin1")).toMatch(/^[\n -~]*\n$/);
  });

  it("writes everything that a refinement holds", () => {
    const refinement = read("refinement", repo, REFINEMENT);
    const fields: readonly FieldName[] = dialect.refinement.fields;
    const sections: readonly SectionName[] = dialect.refinement.sections;
    const missing = fields.filter((name) => !refinement.fields.some((field) => field.name === name));
    expect(missing.map(fieldLabel)).toEqual([]);
    const without = sections.filter((name) => !refinement.sections.some((section) => section.name === name));
    expect(without.map(sectionLabel)).toEqual([]);
    expect(refinement.anchors).toHaveLength(1);
  });

  it.each(["packet", "stub", "refinement"] as const)("leaves blanks in a %s that are seen as blanks", (name) => {
    const blanks = readTemplate(name).replace(/<!--.*?-->/g, "").match(/<[^>\n]+>/g) ?? [];
    expect(blanks.length).toBeGreaterThan(5);
    expect(blanks.filter((blank) => !isPlaceholder(blank))).toEqual([]);
  });

  it("passes the check as it is, and as soon as it is committed against a base too", async () => {
    expect((await writ({ cwd: repo }, "check")).code).toBe(0);
    expect((await writ({ cwd: repo }, "check", "--base", "main", "--strict")).code).toBe(0);
  });

  it("is stopped by the check when somebody calls it ready without filling it in", async () => {
    const hasty = fresh();
    await writ({ cwd: hasty }, "new", ID);
    const text = readFileSync(join(hasty, PACKET), "utf8");
    writeFileSync(join(hasty, PACKET), text.replace("Draft", "Ready for Dev"));
    const { code, out } = await writ({ cwd: hasty }, "check");
    expect(code).toBe(1);
    expect(out).toContain("Why");
  });

  it("writes a stub that passes too, and later the packet beside it", async () => {
    const other = fresh();
    expect((await writ({ cwd: other }, "new", "--stub", ID)).out).toContain(`Wrote ${STUB}\n`);
    const stub = read("stub", other, STUB);
    expect([stub.id, stub.stateClass, stub.title?.text]).toEqual([ID, "draft", `${dialect.title.stubExample}: ${ID}`]);
    expect((await writ({ cwd: other }, "check")).code).toBe(0);
    expect((await writ({ cwd: other }, "new", ID)).code).toBe(0);
    expect((await writ({ cwd: other }, "check")).code).toBe(0);
  });

  it("keeps to the layout of the repository and to the refinement that is there", async () => {
    const docs = fresh({ "docs/task_packets/WP-1-Quay.md": "x\n", [`docs/refinements/${ID}.md`]: "# Refinement\n" });
    const { out } = await writ({ cwd: join(docs, "docs") }, "new", ID);
    expect(out).toContain(`Wrote docs/task_packets/${ID}.md\n\n`);
    expect(readFileSync(join(docs, `docs/refinements/${ID}.md`), "utf8")).toBe("# Refinement\n");
    expect(readFileSync(join(docs, `docs/task_packets/${ID}.md`), "utf8")).toContain(`docs/refinements/${ID}.md`);
    const named = fresh({ ".github/writ.yml": "version: 1\npaths: { packets: work, refinements: bound }\n" });
    expect((await writ({ cwd: named }, "new", ID)).out).toContain(`Wrote bound/${ID}.md\nWrote work/${ID}.md\n`);
  });

  it("starts before there is a commit", async () => {
    const empty = repository(join(folder, "empty"), []);
    expect((await writ({ cwd: empty }, "new", ID)).code).toBe(0);
    expect((await writ({ cwd: empty }, "check")).code).toBe(0);
  });

  it("remembers where the work left the main branch", async () => {
    const branch = repository(join(folder, "branch"), [
      { name: "main", files: { a: "1" } },
      { name: "work", files: { a: "2" } },
    ]);
    await writ({ cwd: branch }, "new", ID);
    const main = git(branch, "rev-parse", "main");
    expect(readFileSync(join(branch, PACKET), "utf8")).toContain(`MERGE_BASE_SHA: ${main} `);
  });
});

describe("writ new refuses", () => {
  const refusal = async (repo: string, ...args: string[]): Promise<string> => {
    const { code, out, err } = await writ({ cwd: repo }, "new", ...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^writ: [^\n]+\n$/);
    expect(git(repo, "status", "--porcelain", "--ignored", "-uall")).toBe("");
    return err;
  };

  it.each(["lights", "WP-Lights", "WP-1-", "WP-1-../x", "WP-1-a/b", `WP-1-${"x".repeat(300)}`])(
    "an id of no form: %s",
    async (id) => {
      expect(await refusal(fresh(), id)).toMatch(/is no packet id.*such as `WP-1-Example-v2`/);
    },
  );

  it("a date as revision, and a revision of nothing", async () => {
    expect(await refusal(fresh(), `${ID}-20260115`)).toContain(`as in \`${ID}-v2\``);
    expect(await refusal(fresh(), `${ID}-v3`)).toContain(`call the first one \`${ID}-v1\``);
  });

  it("an id that is taken, and one whose base is", async () => {
    const repo = fresh({ [PACKET]: "x\n" });
    expect(await refusal(repo, ID)).toContain("exists already");
    expect(await refusal(repo, `${ID}-v1`)).toContain(`its next revision is \`${ID}-v2\``);
    expect(await refusal(repo, `${ID}-v2`)).toContain("LINEAGE_AUDIT");
    expect(await refusal(repo, "--stub", ID)).toContain("has a packet already");
    expect((await writ({ cwd: repo }, "new", `${ID}-Tower`)).code).toBe(0);
    const revised = fresh({ [PACKET]: "x\n", ".GOV/task_packets/WP-1-Harbour-Lights-v2/packet.md": "x\n" });
    expect(await refusal(revised, `${ID}-v2`)).toContain("exists already");
    expect(await refusal(revised, `${ID}-v4`)).toContain(`its next revision is \`${ID}-v3\``);
    const stub = fresh({ [STUB]: "x\n" });
    expect(await refusal(stub, "--stub", `${ID}-v1`)).toContain("has a stub already");
  });

  it("a place where something stands that Git ignores, or that is a link", async () => {
    const ignored = fresh({ ".gitignore": ".GOV/\n" });
    mkdirSync(join(ignored, ".GOV/task_packets"), { recursive: true });
    writeFileSync(join(ignored, PACKET), "mine\n");
    const { code, err } = await writ({ cwd: ignored }, "new", ID);
    expect([code, err]).toEqual([2, expect.stringContaining("exists already")]);
    expect(readFileSync(join(ignored, PACKET), "utf8")).toBe("mine\n");
    expect(existsSync(join(ignored, REFINEMENT))).toBe(false);

    const linked = fresh();
    mkdirSync(join(folder, "elsewhere"));
    mkdirSync(join(linked, ".GOV"));
    symlinkSync(join(folder, "elsewhere"), join(linked, ".GOV/task_packets"));
    expect((await writ({ cwd: linked }, "new", ID)).err).toContain("is a link");
    expect(readdirSync(join(folder, "elsewhere"))).toEqual([]);
  });

  it("a bare repository", async () => {
    const bare = repository(join(folder, "bare"), [{ name: "main", files: { a: "1" } }], "--bare");
    const { code, err } = await writ({ cwd: bare }, "new", ID);
    expect([code, err]).toEqual([2, expect.stringContaining("has no working tree")]);
  });
});
