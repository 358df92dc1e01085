/** Runs a unit test with one source file replaced by a mutant of it. */
import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

const file = process.env["WRIT_MUTANT_FILE"] ?? "";
const text = process.env["WRIT_MUTANT_TEXT"] ?? "";

export default defineConfig({
  plugins: [
    {
      name: "mutant",
      enforce: "pre",
      load: (id) => (id === file ? readFileSync(text, "utf8") : null),
    },
  ],
  test: { include: ["src/**/*.test.ts"], bail: 1 },
});
