// Writes the table of the dashboard's files for the linker: an assembler file
// that takes the bytes in, and the C++ side that names them.
//
//   node embed.mjs DIST OUT     writes OUT/assets.S and OUT/assets.cpp
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

const [dist, out] = process.argv.slice(2).map((p) => path.resolve(p));

const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
};

function typeOf(name) {
  const type = types[path.extname(name)];
  if (!type) throw new Error(`embed.mjs: no content type for ${name}`);
  return type;
}

const files = fs
  .readdirSync(dist)
  .filter((name) => !name.endsWith(".gz"))
  .sort()
  .map((name, i) => {
    const bytes = fs.readFileSync(path.join(dist, name));
    const gzip = fs.readFileSync(path.join(dist, `${name}.gz`));
    const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 32);
    return { name, i, bytes, gzip, hash, type: typeOf(name) };
  });

const blob = (label, file, hash) =>
  `  .global ${label}\n${label}:\n  .incbin "${file}"  /* ${hash} */\n`;

fs.mkdirSync(out, { recursive: true });
fs.writeFileSync(
  path.join(out, "assets.S"),
  "/* Made by web/embed.mjs. */\n  .section .rodata\n" +
    files
      .map(
        (f) =>
          blob(`dastomized_web_${f.i}`, path.join(dist, f.name), f.hash) +
          blob(
            `dastomized_web_${f.i}_gz`,
            path.join(dist, `${f.name}.gz`),
            f.hash,
          ),
      )
      .join("") +
    '  .section .note.GNU-stack,"",%progbits\n',
);

const declared = files
  .map(
    (f) =>
      `extern const char dastomized_web_${f.i}[];\n` +
      `extern const char dastomized_web_${f.i}_gz[];\n`,
  )
  .join("");
const rows = files
  .map(
    (f) =>
      `    asset{"${f.name}",\n          "${f.type}",\n          "${f.hash}",\n` +
      `          {dastomized_web_${f.i}, ${f.bytes.length}},\n` +
      `          {dastomized_web_${f.i}_gz, ${f.gzip.length}}},\n`,
  )
  .join("");
fs.writeFileSync(
  path.join(out, "assets.cpp"),
  `// Made by web/embed.mjs.
#include "web/assets.hpp"

#include <array>

extern "C" {
${declared}}

namespace dastomized::web {

std::span<const asset> assets() {
  static const std::array table{
${rows}  };
  return table;
}

} // namespace dastomized::web
`,
);
