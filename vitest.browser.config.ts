/** What people see in a browser. Needs Chromium: CHROMIUM names it, /usr/bin/chromium without that. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["test/browser/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: 1 },
});
