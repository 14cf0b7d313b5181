import * as fs from "node:fs";
import * as path from "node:path";
import { defineConfig } from "@playwright/test";

// Only some of them: "live", "session|list".
const wanted = new RegExp(
  `^(${process.env["DASTOMIZED_WEB_TESTS"] ?? ".*"})\\.spec\\.ts$`,
);
const files = fs
  .readdirSync(path.join(__dirname, "browser"))
  .filter((file) => wanted.test(file))
  .sort();

export default defineConfig({
  testDir: "browser",
  // Each file has a stack of its own: what one placed, held or submitted is
  // in no other's way. Within a file each test places what it changes itself.
  projects: files.map((file) => ({ name: file, testMatch: file })),
  workers: 2,
  // A machine that is busy is slow; how long it takes decides nothing.
  timeout: 180_000,
  expect: { timeout: 45_000 },
  forbidOnly: true,
  reporter: "line",
  outputDir: process.env["DASTOMIZED_WEB_RESULTS"] ?? "test-results",
  use: {
    browserName: "chromium",
    locale: "en-US",
    timezoneId: "UTC",
    // What still fades in has not its colours yet.
    contextOptions: { reducedMotion: "reduce" },
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      // Chromium's own sandbox does not run as root.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
});
