/**
 * What must hold in every file: the compiler's strict checks and the linter's, and the arrows between the folders of
 * `src/`. Where a rule is switched off or changed, the reason stands beside it.
 */
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/**
 * What each folder of `src/` may import from the others. Arrows run one way, from the reading of a packet to the
 * command line. `types` are imports that vanish when the code is built.
 */
const ARROWS = {
  packet: { uses: [] },
  snapshot: { uses: ["errors.ts"] },
  policy: { uses: ["packet", "errors.ts"], types: ["rules"] },
  evidence: { uses: ["packet"] },
  ledger: { uses: ["packet"] },
  rules: { uses: ["packet", "policy", "evidence", "ledger"] },
  evaluate: { uses: ["packet", "policy", "evidence", "ledger", "rules", "snapshot", "errors.ts"] },
  fix: { uses: ["packet", "evaluate", "snapshot"], types: ["rules"] },
  render: { uses: ["evaluate"], types: ["rules"] },
  scaffold: { uses: ["packet", "policy", "errors.ts"] },
};

/** Folders that compute and nothing else. A hash is a computation; whatever else Node brings is input or output. */
const PURE = ["packet", "policy", "evidence", "ledger", "rules"];

const TESTS = ["src/**/*.test.ts", "src/**/*.suite.ts", "src/**/*.fixture.ts", "test/**/*.ts"];

const FOLDERS = [...Object.keys(ARROWS), "cli", "errors.ts"];

function arrowsOf([folder, { uses, types = [] }]) {
  const others = FOLDERS.filter((other) => other !== folder && !uses.includes(other));
  const patterns = [
    {
      regex: `^(?:\\.\\./)+(?:${others.filter((other) => !types.includes(other)).map(start).join("|")})`,
      message: `src/${folder} may import only ${uses.length === 0 ? "from itself" : uses.join(", ")}.`,
    },
  ];
  if (types.length > 0) {
    patterns.push({
      regex: `^(?:\\.\\./)+(?:${types.map(start).join("|")})`,
      allowTypeImports: true,
      message: `src/${folder} may import only types from ${types.join(", ")}.`,
    });
  }
  if (PURE.includes(folder)) {
    patterns.push({ regex: "^node:(?!crypto$)", message: `src/${folder} does no input and output.` });
  }
  return {
    files: [`src/${folder}/**/*.ts`],
    ignores: TESTS,
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns }] },
  };
}

/** How an import of the folder, or of the file, goes on behind the dots. */
function start(name) {
  return name.endsWith(".ts") ? `${name.replace(".", "\\.")}$` : `${name}/`;
}

export default defineConfig(
  globalIgnores(["dist/", "coverage/", "examples/", "templates/", "test/fixtures/**/*.md"]),
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "max-lines": ["error", { max: 400 }],
      "no-console": "error",
      "no-constant-binary-expression": "error",
      "no-duplicate-case": "error",
      "no-empty": "error",
      "no-fallthrough": "error",
      "no-irregular-whitespace": "error",
      "no-self-assign": "error",
      "no-unreachable": "error",
      "no-unsafe-finally": "error",
      "no-useless-backreference": "error",
      "no-useless-escape": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["scripts/*.ts"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // A number in a sentence is what it looks like; it is null, objects and promises that must not get there.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `() => list.push(x)` says what is done; braces around it say nothing more.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // There are no enums, and no classes that stand in for one another: a quarter of the time for nothing to find.
      "@typescript-eslint/no-unsafe-enum-assignment": "off",
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
    },
  },
  // The vocabulary of a format and what a person read in a document are tables, and read best in one piece.
  { files: ["src/packet/dialect.ts", "test/corpus/seeds.ts"], rules: { "max-lines": "off" } },
  // Programs of the house, whose output is what they print.
  { files: ["scripts/**", "bench/**", "test/corpus/history.test.ts"], rules: { "no-console": "off" } },
  ...Object.entries(ARROWS).map(arrowsOf),
);
