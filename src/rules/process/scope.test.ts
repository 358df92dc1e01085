import { expect, it } from "vitest";
import { CRANE, crane, LIGHTS, lights } from "./harbour.ts";
import { scope } from "./scope.ts";
import { messages, related, told } from "../../../test/rules/told.ts";

const base = { "README.md": "# Harbour\n" };
const inScope = (path: string) => ["", "## SCOPE", "- IN_SCOPE_PATHS:", `  - ${path}`];

it("files one finding under the packet that is being worked on, and points to the others", async () => {
  const repository = {
    base,
    files: {
      ...base,
      [CRANE]: crane("- **Status:** Done", ...inScope("src/crane.ts")),
      [LIGHTS]: lights("- **Status:** In Progress", ...inScope("src/lamp.ts")),
      "src/buoy.ts": "float();\n",
    },
  };
  expect(await told(scope, repository)).toEqual(["error WP-1-Harbour-Lights.md:6 IN_SCOPE_PATHS:"]);
  expect(await related(scope, repository)).toEqual([
    "WP-1-Harbour-Crane.md:6 The scope of another packet that the change touches.",
  ]);
  expect(await messages(scope, repository)).toEqual([
    "The change touches 1 file outside the scope of this packet and of the others that it touches: `src/buoy.ts`. " +
      "Leave them out of the change, or plan them in a revision of the packet.",
  ]);
});

it("is not widened by a packet that lists nothing, nor by one that is over", async () => {
  const listed = lights("- **Status:** In Progress", ...inScope("src/lamp.ts"));
  const over = crane("- **Status:** Done (Historical)", ...inScope("src/"));
  for (const other of [crane("- **Status:** In Progress"), over]) {
    const files = { ...base, [LIGHTS]: listed, [CRANE]: other, "src/buoy.ts": "float();\n" };
    expect(await told(scope, { base, files })).toEqual(["error WP-1-Harbour-Lights.md:6 IN_SCOPE_PATHS:"]);
  }
});

it("looks at packets of the change alone", async () => {
  const other = crane("- **Status:** In Progress", ...inScope("src/buoy.ts"));
  const repository = {
    base: { [CRANE]: other },
    files: {
      [CRANE]: other,
      [LIGHTS]: lights("- **Status:** In Progress", ...inScope("src/lamp.ts")),
      "src/buoy.ts": "float();\n",
    },
  };
  expect(await told(scope, repository)).toEqual(["error WP-1-Harbour-Lights.md:6 IN_SCOPE_PATHS:"]);
});

it("names ten files and counts the rest", async () => {
  const many = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`buoys/${String(n + 10)}.ts`, "float();\n"]));
  const files = { ...base, [LIGHTS]: lights("- **Status:** In Progress", ...inScope("src/lamp.ts")), ...many };
  const [message] = await messages(scope, { base, files });
  expect(message).toMatch(/^The change touches 11 files outside .*`buoys\/19\.ts` and 1 more\./);
  expect(message).not.toContain("buoys/20.ts");
});

it("counts the files that the policy governs", async () => {
  const gate = {
    mode: "full",
    validators: [],
    approvers: [],
    verdicts: 1,
    independence: true,
    acknowledge: false,
    governed: ["src/**", "**/*.rs"],
  } as const;
  const files = {
    ...base,
    [LIGHTS]: lights("- **Status:** In Progress", ...inScope("src/lamp.ts")),
    "src/buoy.ts": "float();\n",
    "tools/buoy.rs": "float();\n",
    "tools/buoy.ts": "float();\n",
  };
  const [message] = await messages(scope, { base, files, policy: { gate } });
  expect(message).toContain("2 files outside the scope of this packet: `src/buoy.ts`, `tools/buoy.rs`.");
});
