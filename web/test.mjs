// Bundles the unit tests of tests/web/unit and runs them with node's own
// runner: `npm test`.
import * as esbuild from "esbuild";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

const root = path.dirname(new URL(import.meta.url).pathname);
const tests = path.join(root, "../tests/web/unit");
const out = path.join(root, "node_modules/.unit");

fs.rmSync(out, { recursive: true, force: true });
await esbuild.build({
  entryPoints: fs
    .readdirSync(tests)
    .filter((f) => f.endsWith(".test.ts"))
    .map((f) => path.join(tests, f)),
  outdir: out,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node18",
});
const files = fs.readdirSync(out).map((f) => path.join(out, f));
const run = spawnSync(process.execPath, ["--test", ...files], {
  stdio: "inherit",
  // One zone and one language, wherever the tests run.
  env: { ...process.env, TZ: "UTC", LC_ALL: "en_US.UTF-8" },
});
process.exit(run.status ?? 1);
