import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/*.long.test.ts", "test/browser/**", "node_modules/**", "dist/**"],
    testTimeout: 60_000,
    // No test mocks a module, so the files of a worker share what is loaded; and with two processors the default is
    // one worker.
    isolate: false,
    maxWorkers: Math.max(2, availableParallelism()),
  },
});
