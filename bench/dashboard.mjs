// The dashboard over many orders: how long until the rows of the list can be
// read, in a new browser each round, and how long until a change somebody
// else makes is seen in an open page.
//
//   build/release/bench/bench_lists --data FOLDER/orders
//   node bench/dashboard.mjs build/release FOLDER [ROUNDS]
//
// FOLDER is the data directory of a daemon that is started here. Prints a
// table and one line of JSON. The packages are those of web/ (npm ci there).
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";

const require = createRequire(new URL("../web/package.json", import.meta.url));
const { chromium } = require("@playwright/test");

const [build, folder, rounds = "9"] = process.argv.slice(2);
if (!build || !folder) {
  console.error("usage: node bench/dashboard.mjs BUILD FOLDER [ROUNDS]");
  process.exit(2);
}
const token = "token-of-the-bench";

async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await new Promise((then) => server.once("listening", then));
  const { port } = server.address();
  await new Promise((then) => server.close(then));
  return port;
}

// The stores of bench_lists; nobody answers where they are said to be.
const config = (port) => `
[daemon]
data_dir = "${path.resolve(folder)}"
log_format = "plain"
[http]
listen = "127.0.0.1:${port}"
public_url = "http://127.0.0.1:${port}"
api_token = "${token}"
${[0, 1, 2, 3, 4]
  .map(
    (n) => `[[store]]
name = "shop${n}"
url = "http://127.0.0.1:1/shop${n}"
key = "ck_bench"
secret = "cs_bench"
auto_submit_since = 2020-01-01T00:00:00Z
poll_interval = "1h"
webhooks = false
`,
  )
  .join("")}
[[provider]]
name = "customcat"
kind = "customcat"
url = "http://127.0.0.1:1/customcat"
api_key = "bench"
shipping_method = "Economy"
`;

async function startDaemon(port) {
  const own = fs.mkdtempSync(path.join(os.tmpdir(), "dastomized-bench-"));
  const file = path.join(own, "dastomized.toml");
  fs.writeFileSync(file, config(port));
  const daemon = spawn(path.join(build, "daemon/dastomized"), [
    ...["run", "--config", file],
  ]);
  let said = "";
  await new Promise((then, failed) => {
    const hear = (bytes) => {
      said += bytes;
      if (said.includes("daemon.ready")) then();
    };
    daemon.stdout.on("data", hear);
    daemon.stderr.on("data", hear);
    daemon.once("exit", () => failed(new Error(said.slice(-3000))));
  });
  daemon.removeAllListeners("exit");
  return async () => {
    const gone = new Promise((then) => daemon.once("exit", then));
    daemon.kill("SIGTERM");
    await gone;
    fs.rmSync(own, { recursive: true });
  };
}

async function api(origin, method, target, body) {
  const answer = await fetch(`${origin}/api/v1${target}`, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(`${target}: ${JSON.stringify(json)}`);
  return json;
}

const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });

// A login link holds once: its session is handed to each round.
async function logIn(link) {
  const browser = await launch();
  const page = await browser.newPage();
  await page.goto(link);
  await page.waitForSelector("nav");
  const state = await page.context().storageState();
  await browser.close();
  return state;
}

// In the page: the frame that first shows a row is over when the next begins.
function noteRows() {
  const seen = () => {
    eyes.disconnect();
    requestAnimationFrame(() =>
      setTimeout(() => {
        window.rowsAt = performance.now();
      }),
    );
  };
  const eyes = new MutationObserver(() => {
    if (document.querySelector("[data-order]")) seen();
  });
  eyes.observe(document, { childList: true, subtree: true });
}

async function open(origin, storageState, place) {
  const browser = await launch();
  const context = await browser.newContext({ storageState });
  const page = await context.newPage();
  await page.addInitScript(noteRows);
  await page.goto(`${origin}/#${place}`, { waitUntil: "commit" });
  await page.waitForFunction(() => window.rowsAt !== undefined);
  return { browser, page };
}

async function paintRound(origin, storageState) {
  const { browser, page } = await open(origin, storageState, "/orders");
  const seen = await page.evaluate(() => ({
    rows: window.rowsAt,
    paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
  }));
  await browser.close();
  return { rows: Math.round(seen.rows), paint: Math.round(seen.paint ?? NaN) };
}

// In the page, before anything is asked for: when the row reads otherwise and
// the frame with it is over.
function watchRow(key) {
  const row = document.querySelector(`[data-order="${key}"]`).closest("tr");
  const before = row.textContent;
  window.changedAt = new Promise((then) => {
    const eyes = new MutationObserver(() => {
      if (row.textContent === before) return;
      eyes.disconnect();
      requestAnimationFrame(() => setTimeout(() => then(Date.now())));
    });
    eyes.observe(row, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  });
}

// From the moment somebody else's wish is sent until it can be read: the
// commit, the stream and the page, all of it.
async function liveRound(origin, page, key) {
  await page.evaluate(watchRow, key);
  const sent = Date.now();
  await api(origin, "POST", `/orders/${key}/extend`, { minutes: 1500 });
  return (await page.evaluate(() => window.changedAt)) - sent;
}

const median = (all) => [...all].sort((a, b) => a - b)[all.length >> 1];

const port = await freePort();
const origin = `http://127.0.0.1:${port}`;
const begun = Date.now();
const stop = await startDaemon(port);
const startMs = Date.now() - begun;
const { total } = await api(origin, "GET", "/orders?limit=1");
const { url } = await api(origin, "POST", "/login-links", {});
const state = await logIn(url);
const paints = [];
for (let i = 0; i < Number(rounds); i++) {
  paints.push(await paintRound(origin, state));
  const { paint, rows } = paints.at(-1);
  console.log(`round ${i + 1}: first paint ${paint} ms, rows ${rows} ms`);
}
const { browser, page } = await open(
  origin,
  state,
  "/orders?tab=counting_down",
);
const keys = await page
  .locator("[data-order]")
  .evaluateAll((all) => all.map((a) => a.getAttribute("data-order")));
const lives = [];
for (const key of keys.slice(0, 40))
  lives.push(await liveRound(origin, page, key));
await browser.close();
console.log(`live: ${lives.join(" ")} ms`);
console.log(
  JSON.stringify({
    bench: "dashboard",
    orders: total,
    daemon_ready_ms: startMs,
    rounds: paints.length,
    first_paint_ms: median(paints.map((s) => s.paint)),
    rows_ms: median(paints.map((s) => s.rows)),
    rows_most_ms: Math.max(...paints.map((s) => s.rows)),
    live_ms: median(lives),
    live_most_ms: Math.max(...lives),
  }),
);
await stop();
