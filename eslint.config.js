/** Type-aware rules, and the walls of the house: which folder of src/ may know which. */
import tseslint from "typescript-eslint";

/** What each folder must not import. Arrows run one way: packet, policy, rules, evaluate, render, fix, cli. */
const WALLS = {
  packet: ["policy", "snapshot", "rules", "ledger", "evidence", "lineage", "likeness", "evaluate", "render", "fix", "scaffold", "cli"],
  snapshot: ["packet", "policy", "rules", "ledger", "evidence", "lineage", "likeness", "evaluate", "render", "fix", "scaffold", "cli"],
  likeness: ["packet", "policy", "snapshot", "lineage", "rules", "ledger", "evidence", "evaluate", "render", "fix", "scaffold", "cli"],
  lineage: ["policy", "snapshot", "rules", "ledger", "evidence", "evaluate", "render", "fix", "scaffold", "cli"],
  ledger: ["policy", "snapshot", "rules", "evidence", "lineage", "evaluate", "render", "fix", "scaffold", "cli"],
  evidence: ["policy", "snapshot", "rules", "ledger", "lineage", "evaluate", "render", "fix", "scaffold", "cli"],
  policy: ["snapshot", "lineage", "evaluate", "render", "fix", "scaffold", "cli"],
  rules: ["snapshot", "evaluate", "render", "fix", "scaffold", "cli"],
  evaluate: ["render", "fix", "scaffold", "cli"],
  render: ["snapshot", "fix", "scaffold", "cli"],
  fix: ["render", "scaffold", "cli"],
};

/** Hashing is arithmetic; everything else of Node's reaches outside. */
const NO_IO = { group: ["node:*", "!node:crypto"], message: "This folder does no I/O." };

function wall(folder, others) {
  const patterns = others.map((other) => ({
    group: [`**/${other}/*`],
    message: `src/${folder} must not know src/${other}.`,
  }));
  const pure = ["packet", "rules", "ledger", "evidence", "likeness", "lineage"].includes(folder);
  return {
    files: [`src/${folder}/**/*.ts`],
    ignores: ["**/*.test.ts", "**/*.fixture.ts", "**/*.suite.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: pure ? [...patterns, NO_IO] : patterns }] },
  };
}

export default tseslint.config(
  { ignores: ["dist/**", "coverage/**", "examples/**", "**/*.mjs", "*.config.js", "*.config.ts", "scripts/**"] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      // Numbers in messages read better without String() around them.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `() => list.push(x)` is how a small callback is written.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // Tables of the dialect are typed as literals; a check that can never fail today guards tomorrow's table.
      "@typescript-eslint/no-unnecessary-condition": "off",
      // What looks like a method here is a function in a record; none of them uses `this`.
      "@typescript-eslint/unbound-method": "off",
      // Two names compared one after the other read better than one chain.
      "@typescript-eslint/prefer-optional-chain": "off",
      // Unused things are dead; a name that starts with `_` says it is meant.
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // Interfaces and types are chosen for what they say, not for their keyword.
      "@typescript-eslint/consistent-type-definitions": "off",
    },
  },
  {
    // One table is one idea, however long it is.
    files: ["src/packet/dialect.ts"],
    rules: { "max-lines": ["error", { max: 550, skipBlankLines: true, skipComments: true }] },
  },
  ...Object.entries(WALLS).map(([folder, others]) => wall(folder, others)),
  {
    files: ["**/*.test.ts", "**/*.suite.ts", "**/*.fixture.ts", "test/**/*.ts"],
    rules: {
      "max-lines": "off",
      // Tests reach for things they have just made.
      "@typescript-eslint/no-non-null-assertion": "off",
      // Matchers of an expectation are untyped.
      "@typescript-eslint/no-unsafe-assignment": "off",
    },
  },
);
