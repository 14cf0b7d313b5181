// The terms of everything that went into the bundle, as one text; terms that
// many share are written once.
import * as fs from "node:fs";
import * as path from "node:path";

const named = /node_modules\/((?:@[^/]+\/)?[^/]+)\//g;

function packagesOf(meta) {
  const found = new Map();
  for (const output of Object.values(meta.outputs))
    for (const input of Object.keys(output.inputs)) {
      const last = [...input.matchAll(named)].at(-1);
      if (last)
        found.set(last[1], input.slice(0, last.index + last[0].length - 1));
    }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

function termsIn(folder) {
  const file = fs
    .readdirSync(folder)
    .sort()
    .find((f) => /^(licen[sc]e|copying)/i.test(f));
  return file ? fs.readFileSync(path.join(folder, file), "utf8").trim() : "";
}

export function licenses(root, meta) {
  const byTerms = new Map();
  for (const [name, folder] of packagesOf(meta)) {
    const at = path.join(root, folder);
    const about = JSON.parse(
      fs.readFileSync(path.join(at, "package.json"), "utf8"),
    );
    const terms = termsIn(at);
    const title = `${name} ${about.version}: ${about.license}`;
    byTerms.set(terms, [...(byTerms.get(terms) ?? []), title]);
  }
  return (
    "The dashboard contains the following packages.\n\n" +
    [...byTerms]
      .map(([terms, titles]) => `${titles.join("\n")}\n\n${terms}\n`)
      .join("\n" + "-".repeat(72) + "\n\n")
  );
}
