// Serves dist/ as the daemon would, and hands /api on to a daemon, so that
// the dashboard can be worked on without building it in:
//
//   npm run dev -- [--daemon http://127.0.0.1:8080] [--port 8090]
//
// It builds again on each change; reload the page by hand.
import * as fs from "node:fs";
import * as http from "node:http";
import * as path from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    daemon: { type: "string", default: "http://127.0.0.1:8080" },
    port: { type: "string", default: "8090" },
    "no-watch": { type: "boolean", default: false },
  },
});
const dist = path.join(path.dirname(new URL(import.meta.url).pathname), "dist");
const daemon = new URL(values.daemon);

// The daemon's own, so that what it forbids is seen here already.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; " +
  "img-src 'self' https: data:; connect-src 'self'; font-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
};

function forward(request, response) {
  const headers = { ...request.headers };
  // The daemon compares where a write comes from with its own name.
  headers.host = daemon.host;
  if (headers.origin) headers.origin = daemon.origin;
  const onward = http.request(
    new URL(request.url, daemon),
    { method: request.method, headers },
    (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    },
  );
  onward.on("error", (error) => {
    if (!response.headersSent) response.writeHead(502);
    response.end(`no daemon at ${daemon.origin}: ${error.message}\n`);
  });
  response.on("close", () => onward.destroy());
  request.pipe(onward);
}

function serve(request, response) {
  const name = path.basename(new URL(request.url, daemon).pathname);
  const file = path.join(dist, name || "index.html");
  if (!fs.existsSync(file)) {
    response.writeHead(404);
    response.end("not found\n");
    return;
  }
  response.writeHead(200, {
    "Content-Type": types[path.extname(file)] ?? "application/octet-stream",
    "Content-Security-Policy": policy,
    "Cache-Control": "no-store",
  });
  fs.createReadStream(file).pipe(response);
}

if (!values["no-watch"]) {
  process.argv.push("--watch");
  await import("./build.mjs");
}
http
  .createServer((request, response) =>
    request.url.startsWith("/api/")
      ? forward(request, response)
      : serve(request, response),
  )
  .listen(Number(values.port), "127.0.0.1", () =>
    console.log(`http://127.0.0.1:${values.port}/ with ${daemon.origin}`),
  );
