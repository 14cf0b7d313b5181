// Lints docs/openapi.yaml by the rules of redocly.yaml; warnings fail, too.
import {
  formatProblems,
  getTotals,
  lint,
  loadConfig,
} from "@redocly/openapi-core";
import * as path from "node:path";

const here = path.dirname(new URL(import.meta.url).pathname);
const config = await loadConfig({
  configPath: path.join(here, "redocly.yaml"),
});
const problems = await lint({
  ref: path.join(here, "../docs/openapi.yaml"),
  config,
});
const totals = getTotals(problems);
formatProblems(problems, { format: "stylish", totals, version: "1" });
console.log(`${totals.errors} errors, ${totals.warnings} warnings`);
process.exitCode = problems.length > 0 ? 1 : 0;
