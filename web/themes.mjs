// Writes src/styles/themes.css: the toolkit's colours for both schemes, as
// its own theme provider reckons them, so that the browser need not. Run it
// (`npm run themes`) after an update of @wordpress/theme.
import * as esbuild from "esbuild";
import * as fs from "node:fs";
import * as path from "node:path";

const root = path.dirname(new URL(import.meta.url).pathname);
const made = path.join(root, "node_modules/.themes.mjs");

await esbuild.build({
  stdin: {
    resolveDir: root,
    loader: "jsx",
    contents: `
      import { ThemeProvider } from "@wordpress/theme";
      import { createElement } from "react";
      import { renderToStaticMarkup } from "react-dom/server";
      export const styleOf = (color) => renderToStaticMarkup(
        createElement(ThemeProvider, { color }, ""),
      ).match(/style="([^"]*)"/)[1];`,
  },
  bundle: true,
  platform: "node",
  format: "esm",
  define: { "process.env.NODE_ENV": '"production"' },
  banner: {
    js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);",
  },
  outfile: made,
});

const { styleOf } = await import(made);
fs.rmSync(made);

function block(scheme, color) {
  const all = styleOf(color)
    .replaceAll("&quot;", '"')
    .split(";")
    .filter((d) => d.startsWith("--"));
  return (
    `:root[data-scheme="${scheme}"] {\n  color-scheme: ${scheme};\n` +
    all.map((d) => `  ${d.replace(":", ": ")};\n`).join("") +
    "}\n"
  );
}

fs.writeFileSync(
  path.join(root, "src/styles/themes.css"),
  "/* Made by themes.mjs: do not edit. */\n" +
    block("light", { primary: "#3858e9", background: "#fcfcfc" }) +
    block("dark", { primary: "#4f6bf0", background: "#1c1d20" }),
);
