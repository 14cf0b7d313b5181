// Inbox, jobs, stores: what came in, and long work.
import { expect, test } from "../fixtures";
import { endSlowJob, slowJob } from "../orders";
import { eventually } from "../stack";

interface Orders {
  orders: { id: number; number: string }[];
}

interface Item {
  seq: number;
  order: number | null;
  verdict: string;
}

const heading = { level: 1 } as const;

test("a delivery is read as it came, and taken in once more", async ({
  orders: page,
  stack,
}) => {
  await page.goto(`${stack.url}/#/inbox`);
  const table = page.getByRole("table", { name: "Deliveries, newest first" });
  const first = table.locator("tbody tr").first();
  const seq = (await first.getByRole("button").textContent()) ?? "";
  // Another one may be the first by now.
  await table.getByRole("button", { name: seq, exact: true }).click();
  const dialog = page.getByRole("dialog", { name: `Delivery ${seq}` });
  await expect(dialog.getByLabel("Payload")).toContainText('"line_items"');
  await dialog.getByRole("button", { name: "Replay…" }).click();
  await dialog.getByRole("button", { name: "Replay", exact: true }).click();
  await expect(
    page.getByText(`Delivery ${seq} is taken in once more.`),
  ).toBeVisible();
  await expect(
    table.locator("tbody tr").first().getByRole("button"),
  ).not.toHaveText(seq);
});

test("older deliveries are read on demand", async ({ orders: page, stack }) => {
  const { deliveries } = await stack.api<{ deliveries: { seq: number }[] }>(
    "GET",
    "/inbox?limit=1",
  );
  for (let i = 0; i < 60; i++)
    await stack.api("POST", `/inbox/${deliveries[0]?.seq}/replay`, {});
  await page.goto(`${stack.url}/#/inbox`);
  const rows = page
    .getByRole("table", { name: "Deliveries, newest first" })
    .locator("tbody tr");
  await expect(rows).toHaveCount(50);
  await page.getByRole("button", { name: "Show more" }).click();
  await expect.poll(() => rows.count()).toBeGreaterThan(50);
  const all = await rows.getByRole("button").allTextContents();
  expect(new Set(all).size).toBe(all.length);
});

test("deliveries are filtered by what came of them, and name their order", async ({
  orders: page,
  stack,
}) => {
  const { orders } = await stack.api<Orders>(
    "GET",
    "/orders?limit=1&status=processing",
  );
  const before = await stack.api<{ deliveries: Item[] }>(
    "GET",
    "/inbox?limit=1",
  );
  // The shop announces what comes by its API.
  await stack.shop("PUT", `/orders/${orders[0]?.id}`, { status: "on-hold" });
  const one = await eventually("a delivery about it", async () => {
    const { deliveries } = await stack.api<{ deliveries: Item[] }>(
      "GET",
      "/inbox?limit=20&verdict=applied,unchanged",
    );
    return deliveries.find(
      (d) =>
        d.order === orders[0]?.id && d.seq > (before.deliveries[0]?.seq ?? 0),
    );
  });
  const came = one.verdict === "applied" ? "Applied" : "Nothing new";
  await page.goto(`${stack.url}/#/inbox`);
  const rows = page
    .getByRole("table", { name: "Deliveries, newest first" })
    .locator("tbody tr");
  const answered = page.waitForResponse(/\/inbox\?.*verdict=/);
  await page.getByLabel("Came of it").selectOption(came);
  await expect(page).toHaveURL(new RegExp(`verdict=${one.verdict}`));
  await answered;
  const row = rows.filter({
    has: page.getByRole("button", { name: String(one.seq), exact: true }),
  });
  await expect(row).toBeVisible();
  for (const each of await rows.all()) await expect(each).toContainText(came);
  await page.getByLabel("Topic").selectOption("order.restored");
  await expect(
    page.getByRole("heading", { name: "No delivery matches" }),
  ).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel("Topic")).toHaveValue("");
  await page.getByLabel("Store").selectOption("shop");
  await expect(page).toHaveURL(/store=shop/);
  await row.getByRole("link", { name: String(one.order) }).click();
  await expect(page).toHaveURL(new RegExp(`#/orders/shop/${one.order}$`));
  await page.goBack();
  await page.getByRole("link", { name: "Clear the filters" }).click();
  await expect(page).toHaveURL(/#\/inbox$/);
});

test("a delivery that changes no order is seen when it comes", async ({
  orders: page,
  stack,
}) => {
  const { deliveries } = await stack.api<{ deliveries: Item[] }>(
    "GET",
    "/inbox?limit=1",
  );
  await page.clock.install();
  await page.goto(`${stack.url}/#/inbox`);
  await page.reload();
  const first = page
    .getByRole("table", { name: "Deliveries, newest first" })
    .locator("tbody tr")
    .first()
    .getByRole("button");
  await expect(first).toHaveText(String(deliveries[0]?.seq));
  const { seq } = await stack.api<{ seq: number }>(
    "POST",
    `/inbox/${deliveries[0]?.seq}/replay`,
    {},
  );
  await page.clock.fastForward(16_000);
  await expect(first).toHaveText(String(seq));
});

test("an import has a page with its report", async ({
  orders: page,
  stack,
}) => {
  const { orders } = await stack.api<Orders>("GET", "/orders?limit=1");
  await page.goto(`${stack.url}/#/stores`);
  await page.getByRole("button", { name: "Import orders of shop" }).click();
  const dialog = page.getByRole("dialog", { name: "Import orders" });
  await dialog.getByLabel("By IDs").check();
  await dialog.getByLabel("Order IDs").fill(`${orders[0]?.id}, 999998`);
  await dialog.getByRole("button", { name: "Import orders" }).click();
  await expect(dialog.getByText("Finished")).toBeVisible();
  await dialog.getByRole("link", { name: "Open the job" }).click();
  await expect(page.getByRole("heading", heading)).toHaveText(
    "Import orders by IDs of shop",
  );
  const main = page.getByRole("main");
  await expect(main.getByText("1 as they were")).toBeVisible();
  await expect(main.getByRole("table")).toContainText("999998");
  await page.getByRole("link", { name: "All jobs" }).click();
  await expect(
    page
      .getByRole("table", { name: "Jobs, newest first" })
      .locator("tbody tr")
      .first(),
  ).toContainText("Import orders by IDs of shop");
});

test("a job is seen as it runs, and its rest is called off", async ({
  orders: page,
  stack,
}) => {
  const job = await slowJob(stack);
  await page.goto(`${stack.url}/#/jobs`);
  const row = page
    .getByRole("table", { name: "Jobs, newest first" })
    .locator("tbody tr")
    .filter({ has: page.locator(`a[href="#/jobs/${job}"]`) });
  await expect(row).toContainText("Running");
  await row.getByRole("link").click();
  await page.getByRole("button", { name: "Cancel the rest" }).click();
  await stack.control("faults", undefined, "DELETE");
  const main = page.getByRole("main");
  await expect(main.getByText("Cancelled")).toBeVisible();
  const rows = page
    .getByRole("table", { name: "Each order" })
    .locator("tbody tr");
  await expect(rows.first()).toBeVisible();
  const done = await rows.count();
  // The table is of so many at most; the server knows of all.
  const told = await stack.api<{ done: number; total: number }>(
    "GET",
    `/jobs/${job}`,
  );
  expect(done).toBeLessThan(told.total);
  expect(told.done).toBeLessThan(told.total);
  await main.getByLabel("Show").selectOption("failed");
  await expect(main.getByText("None.")).toBeVisible();
  await endSlowJob(stack, job);
});

test("a store that does not answer is said to, with what to do", async ({
  orders: page,
  stack,
  forgiven,
}) => {
  forgiven.push("503", "502");
  await page.goto(`${stack.url}/#/stores`);
  await stack.control("faults", {
    ...{ target: "shop", match: "any", kind: "500", count: -1, percent: 100 },
  });
  await page.getByRole("button", { name: "Check shop now" }).click();
  const card = page.getByRole("region", { name: "shop", exact: true });
  await expect(card.getByText("To do:").first()).toBeVisible();
  await stack.control("faults", undefined, "DELETE");
});

test("a viewer reads no payload and writes nothing", async ({
  page,
  stack,
  enter,
}) => {
  await enter(page, "viewer");
  await page.goto(`${stack.url}/#/inbox`);
  await page
    .getByRole("table", { name: "Deliveries, newest first" })
    .locator("tbody tr")
    .first()
    .getByRole("button")
    .click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("for operators and administrators");
  await expect(dialog.getByRole("button", { name: "Replay…" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  for (const place of ["stores", "providers", "freezes", "jobs"]) {
    await page.goto(`${stack.url}/#/${place}`);
    await expect(page.getByRole("heading", heading)).toBeVisible();
    await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  }
  const pages = page.getByRole("navigation", { name: "Pages", exact: true });
  await expect(pages.getByRole("link", { name: "Users" })).toHaveCount(0);
  await page.goto(`${stack.url}/#/users`);
  await expect(page.getByText("This page is not for your role")).toBeVisible();
});
