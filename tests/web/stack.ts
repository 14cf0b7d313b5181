// A sandbox and a daemon beside it, real ones, below a folder of their own.
// Paths come from the environment (CTest sets it): DASTOMIZED,
// DASTOMIZED_SANDBOX.
import { spawn, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as http from "node:http";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";

function program(name: string): string {
  const file = process.env[name];
  if (!file) throw new Error(`${name} must name the program`);
  return file;
}

const patience = 60_000;
const token = "token-of-the-tests"; // an admin's
const shopKeys = Buffer.from("ck_sandbox:cs_sandbox").toString("base64");

/** The only place that waits; how long it takes decides nothing. */
export async function eventually<T>(
  what: string,
  condition: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`did not come about: ${what}`);
    await new Promise((then) => setTimeout(then, 50));
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await new Promise((then) => server.once("listening", then));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((then) => server.close(then));
  return port;
}

interface Answer<T> {
  status: number;
  body: T;
}

function call<T>(
  port: number,
  method: string,
  target: string,
  body?: unknown,
  authorization = `Bearer ${token}`,
): Promise<Answer<T>> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: "127.0.0.1",
        port,
        method,
        path: target,
        headers: {
          "Content-Type": "application/json",
          Authorization: authorization,
        },
      },
      (response) => {
        let text = "";
        response.on("data", (d: Buffer) => (text += d.toString()));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            body: (text ? JSON.parse(text) : null) as T,
          }),
        );
      },
    );
    request.on("error", reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function launch(
  log: string,
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
): ChildProcess {
  const out = fs.openSync(log, "a");
  return spawn(command, args, {
    stdio: ["ignore", out, out],
    env: { ...process.env, ...env },
  });
}

const libraries = "/usr/lib";
const faketime = fs
  .readdirSync(libraries)
  .map((f) => path.join(libraries, f, "faketime/libfaketimeMT.so.1"))
  .find((f) => fs.existsSync(f));

/** Whether a daemon's clock can be another one than everybody's. */
export const clocksCanDiffer = faketime !== undefined;

function clock(folder: string, ahead: number): NodeJS.ProcessEnv {
  if (!ahead || !faketime) return {};
  const file = path.join(folder, "ahead");
  fs.writeFileSync(file, `+${ahead}\n`);
  return {
    ...{ LD_PRELOAD: faketime, FAKETIME_TIMESTAMP_FILE: file },
    ...{ FAKETIME_NO_CACHE: "1", FAKETIME_DONT_FAKE_MONOTONIC: "1" },
  };
}

interface Odd {
  /** More of these sections. */
  countdown?: string;
  store?: string;
  /** Seconds its clock is ahead of everybody's. */
  ahead?: number;
}

const saidIn = (log: string, pattern: RegExp, process: ChildProcess) =>
  eventually(String(pattern), () => {
    const said = fs.readFileSync(log, "utf8");
    const found = pattern.exec(said);
    if (!found && process.exitCode !== null)
      throw new Error(`ended without ${pattern}:\n${said}`);
    return found ?? undefined;
  });

function ended(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null)
    return Promise.resolve();
  return new Promise((then) => process.once("exit", () => then()));
}

const config = (folder: string, port: number, sandbox: number) => `
[daemon]
data_dir = "${folder}/data"
log_format = "plain"
[http]
listen = "127.0.0.1:${port}"
public_url = "http://127.0.0.1:${port}"
api_token = "${token}"
[countdown]
delay = "2h"
twin_window = "0s"
[[store]]
name = "shop"
url = "http://127.0.0.1:${sandbox}/shop"
key = "ck_sandbox"
secret = "cs_sandbox"
auto_submit_since = 2020-01-01T00:00:00Z
poll_interval = "1s"
rate = 1000
[[provider]]
name = "customcat"
kind = "customcat"
url = "http://127.0.0.1:${sandbox}/customcat/api/v1"
api_key = "cc_rw_sandbox"
shipping_method = "Economy"
fallback_phone = "2485550100"
fallback_email = "orders@example.com"
tracking_poll_interval = "1s"
rate = 1000
[[provider]]
name = "shineon"
kind = "shineon"
url = "http://127.0.0.1:${sandbox}/shineon/v1"
token = "so_sandbox"
tracking_poll_interval = "1s"
rate = 1000
[[route]]
sku = "GIFT-BOX"
provider = "none"
`;

export class Stack {
  private readonly folder = fs.mkdtempSync(
    path.join(os.tmpdir(), "dastomized-web-"),
  );
  private sandbox: ChildProcess | null = null;
  private daemon: ChildProcess | null = null;
  private sandboxPort = 0;
  private port = 0;
  private starts = 0;

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(orders: number) {
    const log = path.join(this.folder, "sandbox.log");
    this.sandbox = launch(log, program("DASTOMIZED_SANDBOX"), [
      ...["--port", "0", "--accept-basic", "--seed", "7", "--still"],
      ...["--queue-interval-ms", "50", "--ship-after-ms", "100"],
    ]);
    const line = await saidIn(
      log,
      /sandbox\.listening port=(\d+)/,
      this.sandbox,
    );
    this.sandboxPort = Number(line[1]);
    this.port = await freePort();
    await this.startDaemon();
    await this.announced();
    await this.place(orders);
    if (orders > 0) await this.delivered();
  }

  /** "Ready" is said while the store is still asked to announce what changes;
   *  an order placed before then never is. */
  private async announced() {
    await eventually("the store's webhooks", async () => {
      const hooks = await this.shop<{ status: string }[]>(
        "GET",
        "/webhooks?per_page=100",
      );
      return hooks.filter((h) => h.status === "active").length >= 4;
    });
  }

  /** What the store announced came in, and something came of all of it. */
  private async delivered() {
    const inbox = (query: string) =>
      this.api<{ deliveries: unknown[] }>("GET", `/inbox?limit=1${query}`);
    await eventually("all deliveries are taken in", async () => {
      const queue = await this.control<{ waiting: number }>("webhooks", {});
      if (queue.waiting > 0) return false;
      const [any, pending] = [await inbox(""), await inbox("&verdict=pending")];
      return any.deliveries.length > 0 && pending.deliveries.length === 0;
    });
  }

  /** `more` is added to its configuration, for this once. */
  async startDaemon(more = "", odd: Odd = {}) {
    const { countdown = "", store = "", ahead = 0 } = odd;
    const log = path.join(this.folder, `daemon-${++this.starts}.log`);
    const file = path.join(this.folder, "dastomized.toml");
    const text = config(this.folder, this.port, this.sandboxPort)
      .replace("[countdown]", `[countdown]\n${countdown}`)
      .replace("[[store]]", `[[store]]\n${store}`);
    fs.writeFileSync(file, text + more);
    const args = ["run", "--config", file];
    this.daemon = launch(
      log,
      program("DASTOMIZED"),
      args,
      clock(this.folder, ahead),
    );
    await saidIn(log, /daemon\.ready/, this.daemon);
  }

  async stopDaemon() {
    await this.endDaemon("SIGTERM");
  }

  async killDaemon() {
    await this.endDaemon("SIGKILL");
  }

  private async endDaemon(how: NodeJS.Signals) {
    const { daemon } = this;
    if (!daemon) return;
    daemon.kill(how);
    await ended(daemon);
    this.daemon = null;
  }

  async stop() {
    await this.stopDaemon();
    if (this.sandbox) {
      this.sandbox.kill("SIGTERM");
      await ended(this.sandbox);
    }
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** The API as the admin of the configuration has it. */
  async api<T>(method: string, target: string, body?: unknown): Promise<T> {
    const answer = await call<T>(this.port, method, "/api/v1" + target, body);
    if (answer.status >= 300)
      throw new Error(
        `${method} ${target}: ${answer.status} ${JSON.stringify(answer.body)}`,
      );
    return answer.body;
  }

  async control<T>(knob: string, body?: unknown, method = "POST"): Promise<T> {
    const answer = await call<T>(
      this.sandboxPort,
      method,
      `/control/${knob}`,
      body,
    );
    if (answer.status !== 200)
      throw new Error(`${knob}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Buyers order; answers when all of it is known to the daemon. */
  async place(count: number) {
    const { orders } = await this.control<{ orders: number }>("orders", {
      count,
    });
    await eventually(`${orders} orders`, async () => {
      const { total } = await this.api<{ total: number }>(
        "GET",
        "/orders?limit=1",
      );
      return total >= orders || undefined;
    });
  }

  /** The shop's own API, as somebody with its keys has it. */
  async shop<T>(method: string, target: string, body?: unknown): Promise<T> {
    const answer = await call<T>(
      this.sandboxPort,
      method,
      `/shop/wp-json/wc/v3${target}`,
      body,
      `Basic ${shopKeys}`,
    );
    if (answer.status >= 300)
      throw new Error(`${method} ${target}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Ada orders a mug and a necklace; answers with the order's number when the
   *  daemon knows of it. */
  async order(changes: Record<string, unknown> = {}): Promise<number> {
    const address = {
      ...{ first_name: "Ada", last_name: "Byron", address_1: "12 Elm St" },
      ...{ city: "Troy", state: "MI", postcode: "48083", country: "US" },
      phone: "2485550100",
    };
    const file = `http://127.0.0.1:${this.sandboxPort}/files/print.png`;
    const line = (product_id: number, name: string, sku: string) => ({
      ...{ product_id, name, sku, quantity: 1, total: "17.90" },
      meta_data: [{ key: "_dastomize_print_file", value: file }],
    });
    const { id } = await this.shop<{ id: number }>("POST", "/orders", {
      ...{ status: "processing", set_paid: true, currency: "USD" },
      billing: { ...address, email: "ada@example.com" },
      shipping: address,
      line_items: [
        line(13, "Photo Mug 11 oz", "CC-77120-11OZ"),
        line(21, "Forever Love Necklace", "SO-1234567"),
      ],
      ...changes,
    });
    await eventually(`order ${id}`, () =>
      this.api("GET", `/orders/shop/${id}`).then(
        () => true,
        () => undefined,
      ),
    );
    return id;
  }

  /** What is written to the shop takes long, until the faults are deleted. */
  async slowShop() {
    await this.control("faults", {
      ...{ target: "shop", match: "write", kind: "latency", ms: 4000 },
      ...{ percent: 100, count: -1 },
    });
  }

  /** Somebody in the shop's own admin; nothing announces it, so it is seen when
   *  the daemon asks the next time. */
  async setInShop(order: number, status: string) {
    await this.setInShopUnseen(order, status);
    await eventually(`order ${order} is ${status}`, async () => {
      const now = await this.api<{ status: string }>(
        "GET",
        `/orders/shop/${order}`,
      );
      return now.status === status;
    });
  }

  /** While there is no daemon to see it. */
  async setInShopUnseen(order: number, status: string) {
    await this.control("shop", { order, status });
  }

  async link(user?: string): Promise<string> {
    const { url } = await this.api<{ url: string }>(
      "POST",
      "/login-links",
      user ? { user } : {},
    );
    return url;
  }

  async user(name: string, role: string, password: string) {
    await this.api("POST", "/users", { name, role, password });
  }
}
