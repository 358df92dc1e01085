import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { LIGHTS, lights, STUB, stub } from "./harbour.ts";
import { productFiles } from "./product.ts";
import { touchedBy } from "./touched.ts";

/** So many files are named in one message; the rest is counted. */
const NAMED = 5;

export const stubExecuted = {
  id: "process/stub-executed",
  title: "A stub authorises no work",
  severity: "error",
  what:
    "A change that edits product files and touches stubs, but no packet, works on the word of an entry of the " +
    "backlog.",
  why:
    "A stub is an idea that nobody has refined, scoped or signed. Work done on it has no requirements that anybody " +
    "could hold it to.",
  how:
    "Activate the stub first: refine it, sign it, and write its packet. Where the two have nothing to do with each " +
    "other, put the stub into a change of its own.",
  fixable: false,
  since: "0.1.0",
  needs: ["change"],
  scope: "repository",
  examples: [
    {
      verdict: "good",
      shows: "a stub alone, with the board that lists it",
      base: { "README.md": "# Harbour\n" },
      files: { "README.md": "# Harbour\n", [STUB]: stub(), ".GOV/roles_shared/TASK_BOARD.md": "# Board\n" },
    },
    {
      verdict: "good",
      shows: "the packet comes with the work",
      base: { [STUB]: stub() },
      files: { [STUB]: `${stub()}\nActivated.\n`, [LIGHTS]: lights("- STATUS: In Progress"), "src/lamp.ts": "on();\n" },
    },
    {
      verdict: "good",
      shows: "work that touches neither: another rule asks for its packet",
      base: { [STUB]: stub() },
      files: { [STUB]: stub(), "src/lamp.ts": "on();\n" },
    },
    {
      verdict: "good",
      shows: "a stub is given up",
      base: { [STUB]: stub() },
      files: { "src/lamp.ts": "on();\n" },
    },
    {
      verdict: "bad",
      shows: "work on a new stub",
      base: { "README.md": "# Harbour\n" },
      files: { "README.md": "# Harbour\n", [STUB]: stub(), "src/lamp.ts": "on();\n" },
      says: "`src/lamp.ts`",
    },
    {
      verdict: "bad",
      shows: "work on two stubs, with more files than a message can name",
      base: { [STUB]: stub() },
      files: {
        [STUB]: `${stub()}\nBegun.\n`,
        ".GOV/task_packets/stubs/WP-1-Harbour-Crane.md": "# Work Packet Stub: WP-1-Harbour-Crane\n",
        ...Object.fromEntries(Array.from({ length: 7 }, (_, n) => [`src/lamp${String(n)}.ts`, "on();\n"])),
      },
      says: "`src/lamp4.ts` and 2 more",
    },
  ],
  *check(context) {
    const { packets, stubs } = touchedBy(context);
    const [first, ...others] = stubs;
    if (first === undefined || packets.length > 0) return;
    const product = productFiles(context);
    if (product.length === 0) return;
    const named = product.slice(0, NAMED).map((file) => quoted(file.path, 120));
    const rest = product.length - named.length;
    yield {
      path: first.path,
      at: first.title?.span ?? null,
      subject: "executed",
      message:
        `The change edits ${named.join(", ")}${rest > 0 ? ` and ${String(rest)} more` : ""}, and the only plan it ` +
        "touches is a stub, which authorises no work. Activate the stub as a packet first, or take it out of the " +
        "change.",
      expected: "a packet that claims the files",
      related: others.map((stub) => ({
        path: stub.path,
        span: stub.title?.span ?? null,
        message: "Another stub that the change touches.",
      })),
    };
  },
} as const satisfies Rule;
