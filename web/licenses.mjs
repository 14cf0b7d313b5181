// The terms of everything that went into the bundle, as one text.
import * as fs from "node:fs";
import * as path from "node:path";

const named = /node_modules\/((?:@[^/]+\/)?[^/]+)\//g;

function packagesOf(meta) {
  const found = new Map();
  for (const output of Object.values(meta.outputs))
    for (const input of Object.keys(output.inputs)) {
      const all = [...input.matchAll(named)];
      const last = all.at(-1);
      if (last)
        found.set(last[1], input.slice(0, last.index + last[0].length - 1));
    }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

export function licenses(root, meta) {
  const texts = packagesOf(meta).map(([name, folder]) => {
    const at = path.join(root, folder);
    const about = JSON.parse(
      fs.readFileSync(path.join(at, "package.json"), "utf8"),
    );
    const file = fs
      .readdirSync(at)
      .sort()
      .find((f) => /^(licen[sc]e|copying)/i.test(f));
    const terms = file ? fs.readFileSync(path.join(at, file), "utf8") : "";
    return `${name} ${about.version}: ${about.license}\n\n${terms.trim()}\n`;
  });
  return (
    "The dashboard contains the following packages.\n\n" +
    texts.join("\n" + "-".repeat(72) + "\n\n")
  );
}
