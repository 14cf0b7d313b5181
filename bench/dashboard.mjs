// How long until the first rows of the orders list can be read, in a new
// browser each round, as a person who has just logged in meets it.
//
//   node bench/dashboard.mjs LOGIN-LINK [ROUNDS]
//
// Prints a table and one line of JSON. The daemon with its orders is the
// caller's; packages are those of web/ (npm ci there).
import { createRequire } from "node:module";

const require = createRequire(new URL("../web/package.json", import.meta.url));
const { chromium } = require("@playwright/test");

const [link, rounds = "5"] = process.argv.slice(2);
if (!link) {
  console.error("usage: node bench/dashboard.mjs LOGIN-LINK [ROUNDS]");
  process.exit(2);
}
const { origin } = new URL(link);

async function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
}

// The link holds once: its session is handed to each round.
async function logIn() {
  const browser = await launch();
  const page = await browser.newPage();
  await page.goto(link);
  await page.waitForSelector("nav");
  const state = await page.context().storageState();
  await browser.close();
  return state;
}

async function round(storageState) {
  const browser = await launch();
  const context = await browser.newContext({ storageState });
  const page = await context.newPage();
  await page.goto(`${origin}/#/orders`, { waitUntil: "commit" });
  await page.waitForSelector("[data-order]");
  const rows = await page.evaluate(() => performance.now());
  const paint = await page.evaluate(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
  );
  await browser.close();
  return { rows: Math.round(rows), paint: Math.round(paint ?? NaN) };
}

const median = (all) => [...all].sort((a, b) => a - b)[all.length >> 1];

const state = await logIn();
const seen = [];
for (let i = 0; i < Number(rounds); i++) {
  seen.push(await round(state));
  const { paint, rows } = seen.at(-1);
  console.log(`round ${i + 1}: first paint ${paint} ms, rows ${rows} ms`);
}
console.log(
  JSON.stringify({
    bench: "dashboard",
    rounds: seen.length,
    first_paint_ms: median(seen.map((s) => s.paint)),
    rows_ms: median(seen.map((s) => s.rows)),
  }),
);
