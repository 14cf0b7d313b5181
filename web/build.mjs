// Bundles src/ into dist/: names carry the hash of the content, so all but
// index.html may be kept for ever; beside each file its gzip form. The same
// sources give the same bytes.
//
//   node build.mjs [--out DIR] [--watch] [--meta]
import * as esbuild from "esbuild";
import { gzipSync } from "node:zlib";
import * as fs from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { licenses } from "./licenses.mjs";

const root = path.dirname(new URL(import.meta.url).pathname);
const { values: given } = parseArgs({
  options: {
    out: { type: "string", default: path.join(root, "dist") },
    watch: { type: "boolean", default: false },
    meta: { type: "boolean", default: false },
  },
  // dev.mjs has options of its own.
  strict: false,
});
const dist = path.resolve(given.out);

// Zone data of all the world for a library that only ever formats in the
// browser's zone here: 0.7 MB which nobody reads.
const withoutZones = {
  name: "without-zones",
  setup(build) {
    build.onLoad(
      { filter: /moment-timezone.data.packed.latest\.json$/ },
      () => ({
        contents: '{"version":"none","zones":[],"links":[],"countries":[]}',
        loader: "json",
      }),
    );
  },
};

function options() {
  return {
    absWorkingDir: root,
    entryPoints: { early: "src/early.ts", main: "src/main.tsx" },
    outdir: dist,
    bundle: true,
    splitting: true,
    format: "esm",
    target: ["chrome110", "firefox115", "safari16.4"],
    minify: true,
    metafile: true,
    legalComments: "none",
    entryNames: "[name]-[hash]",
    chunkNames: "part-[hash]",
    assetNames: "[name]-[hash]",
    define: { "process.env.NODE_ENV": '"production"' },
    alias: { "@emotion/sheet": "./src/emotion_sheet.ts" },
    plugins: [withoutZones, page],
  };
}

// index.html with the names of this build. What the first page needs is
// asked for at once instead of one import after the other.
function writePage(meta) {
  const named = (entry) =>
    Object.entries(meta.outputs).find(([, o]) => o.entryPoint === entry);
  const base = (file) => path.basename(file);
  const [main, about] = named("src/main.tsx");
  const [early] = named("src/early.ts");
  const parts = new Set();
  const follow = (o) => {
    for (const i of o.imports)
      if (i.kind === "import-statement" && !parts.has(i.path)) {
        parts.add(i.path);
        follow(meta.outputs[i.path]);
      }
  };
  follow(about);
  const html = fs
    .readFileSync(path.join(root, "src/index.html"), "utf8")
    .replace("{{early}}", base(early))
    .replace("{{main}}", base(main))
    .replace("{{style}}", base(about.cssBundle))
    .replace(
      "{{parts}}",
      [...parts]
        .sort()
        .map((p) => `<link rel="modulepreload" href="/${base(p)}" />`)
        .join("\n    "),
    );
  fs.writeFileSync(path.join(dist, "index.html"), html);
}

function compress() {
  for (const name of fs.readdirSync(dist).sort())
    if (!name.endsWith(".gz")) {
      const file = path.join(dist, name);
      const packed = gzipSync(fs.readFileSync(file), { level: 9 });
      packed[9] = 255; // the system it was made on: none
      fs.writeFileSync(`${file}.gz`, packed);
    }
}

function report() {
  const rows = fs.readdirSync(dist).filter((n) => n.endsWith(".gz"));
  const size = (n) => fs.statSync(path.join(dist, n)).size;
  let all = 0;
  for (const gz of rows.sort((a, b) => size(b) - size(a))) {
    all += size(gz);
    console.log(`${size(gz.slice(0, -3))}\t${size(gz)}\t${gz.slice(0, -3)}`);
  }
  console.log(`${all} bytes compressed`);
}

const page = {
  name: "page",
  setup(build) {
    build.onStart(() => {
      fs.rmSync(dist, { recursive: true, force: true });
    });
    build.onEnd((result) => {
      if (result.errors.length > 0) return;
      writePage(result.metafile);
      fs.copyFileSync(
        path.join(root, "src/favicon.svg"),
        path.join(dist, "favicon.svg"),
      );
      fs.writeFileSync(
        path.join(dist, "licenses.txt"),
        licenses(root, result.metafile),
      );
      if (given.meta)
        fs.writeFileSync(
          path.join(root, "meta.json"),
          JSON.stringify(result.metafile),
        );
      compress();
      report();
    });
  },
};

if (given.watch) {
  const context = await esbuild.context(options());
  await context.watch();
} else {
  await esbuild.build(options());
}
