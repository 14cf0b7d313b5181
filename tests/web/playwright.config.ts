import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "browser",
  // Only some of them: "live", "session|list".
  testMatch: new RegExp(
    `(${process.env["DASTOMIZED_WEB_TESTS"] ?? ".*"})\\.spec\\.ts$`,
  ),
  // One stack for all; each test places what it changes itself.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: "line",
  outputDir: process.env["DASTOMIZED_WEB_RESULTS"] ?? "test-results",
  use: {
    browserName: "chromium",
    locale: "en-US",
    timezoneId: "UTC",
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      // Chromium's own sandbox does not run as root.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
});
