/** Type-aware rules, and the walls of the house: which folder of src/ may know which. */
import tseslint from "typescript-eslint";

/** Which folders of src/ each may know. Arrows run one way, and there are no circles. */
const MAY_KNOW = {
  packet: [],
  snapshot: [],
  likeness: [],
  policy: ["packet"],
  lineage: ["packet", "likeness"],
  ledger: ["packet"],
  evidence: ["packet", "likeness"],
  rules: ["packet", "policy", "lineage", "ledger", "evidence"],
  evaluate: ["packet", "policy", "snapshot", "lineage", "ledger", "evidence", "rules"],
  render: ["packet", "policy", "lineage", "ledger", "evidence", "rules", "evaluate"],
  fix: ["packet", "policy", "snapshot", "rules", "evaluate"],
  scaffold: ["packet", "policy", "lineage", "rules"],
  verdict: ["packet", "policy", "snapshot", "lineage", "ledger", "evidence", "rules", "evaluate", "scaffold", "project"],
  decision: ["packet", "policy", "snapshot", "ledger", "evaluate", "rules", "project", "verdict"],
  demo: ["app", "render"],
  "demo/github": [],
  project: ["packet", "policy", "snapshot", "rules", "evaluate"],
  app: ["packet", "policy", "snapshot", "ledger", "rules", "evaluate", "render", "fix", "scaffold", "project", "verdict", "decision"],
  cli: ["packet", "policy", "snapshot", "lineage", "ledger", "evidence", "rules", "evaluate", "render", "fix", "scaffold", "project", "verdict", "decision"],
  action: ["cli", "policy", "snapshot"],
};

/** These answer the same to the same input, wherever they run. */
const PURE = ["packet", "likeness", "lineage", "ledger", "evidence", "rules"];

/** Hashing is arithmetic; everything else of Node's reaches outside. */
const NO_IO = { group: ["node:*", "!node:crypto"], message: "This folder does no I/O." };

function wall(folder, known) {
  const patterns = Object.keys(MAY_KNOW)
    .filter((other) => other !== folder && !known.includes(other))
    .map((other) => ({ group: [`**/${other}/*`], message: `src/${folder} must not know src/${other}.` }));
  return {
    files: [`src/${folder}/**/*.ts`],
    ignores: ["**/*.test.ts", "**/*.fixture.ts", "**/*.suite.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: PURE.includes(folder) ? [...patterns, NO_IO] : patterns }] },
  };
}

export default tseslint.config(
  { ignores: ["dist/**", "coverage/**", "examples/**", "**/*.mjs", "**/*.cjs", "*.config.js", "*.config.ts", "scripts/**"] },
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
  ...Object.entries(MAY_KNOW).map(([folder, known]) => wall(folder, known)),
  {
    files: ["**/*.test.ts", "**/*.suite.ts", "**/*.fixture.ts", "test/**/*.ts"],
    rules: {
      "max-lines": "off",
      // Tests reach for things they have just made.
      "@typescript-eslint/no-non-null-assertion": "off",
      // Matchers of an expectation are untyped.
      "@typescript-eslint/no-unsafe-assignment": "off",
      // Answers of an API are read as they come.
      "@typescript-eslint/no-unsafe-member-access": "off",
    },
  },
);
