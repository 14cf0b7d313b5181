import { expect, numbersOf, onTab, rowsOf, test } from "../fixtures";

interface Orders {
  orders: {
    id: number;
    number: string;
    status: string;
    countdown: { state: string };
  }[];
}

test("a change is shown in place and no row moves", async ({
  orders: page,
  stack,
}) => {
  const { orders } = await stack.api<Orders>(
    "GET",
    "/orders?limit=50&status=processing",
  );
  const one = orders[5];
  if (!one) throw new Error("no order to change");
  const before = await numbersOf(page);
  const row = rowsOf(page).filter({
    has: page.locator(`[data-order="shop/${one.id}"]`),
  });
  await expect(row).toContainText("Processing");
  await stack.setInShop(one.id, "cancelled");
  await expect(row).toContainText("Cancelled");
  expect(await numbersOf(page)).toEqual(before);
});

test("a peek shows what the order has become meanwhile", async ({
  orders: page,
  stack,
}) => {
  const { orders } = await stack.api<Orders>("GET", "/orders?limit=50");
  const one = orders.find(
    (o) => o.status === "processing" && o.countdown.state === "running",
  );
  if (!one) throw new Error("no order to change");
  await page.locator(`[data-order="shop/${one.id}"]`).focus();
  await page.keyboard.press("p");
  const dialog = page.getByRole("dialog", { name: `Order ${one.number}` });
  await expect(dialog.getByText("Processing")).toBeVisible();
  await stack.setInShop(one.id, "on-hold");
  await expect(dialog.getByText("On hold")).toBeVisible();
  await expect(dialog.getByText("Paused")).toBeVisible();
});

test("the focus stays where it is while its row changes", async ({
  orders: page,
  stack,
}) => {
  const { orders } = await stack.api<Orders>(
    "GET",
    "/orders?limit=50&status=processing",
  );
  const one = orders[3];
  if (!one) throw new Error("no order to change");
  const link = page.locator(`[data-order="shop/${one.id}"]`);
  await link.focus();
  await stack.setInShop(one.id, "on-hold");
  await expect(rowsOf(page).filter({ has: link })).toContainText("On hold");
  await stack.api("POST", "/freezes", { scope: "all", reason: "stock-taking" });
  await expect(page.getByText("All submissions are frozen")).toBeVisible();
  await expect(link).toBeFocused();
  const { freezes } = await stack.api<{ freezes: { id: number }[] }>(
    "GET",
    "/freezes",
  );
  for (const { id } of freezes) await stack.api("POST", `/freezes/${id}/lift`);
  await expect(page.getByText("All submissions are frozen")).toHaveCount(0);
});

test("new orders wait until they are asked for", async ({
  orders: page,
  stack,
}) => {
  const before = await numbersOf(page);
  await stack.place(2);
  const bar = page.getByRole("button", { name: "Show 2 new orders" });
  await expect(bar).toBeVisible();
  expect(await numbersOf(page)).toEqual(before);
  await bar.click();
  await expect(bar).toHaveCount(0);
  const after = await numbersOf(page);
  expect(after.slice(2)).toEqual(before.slice(0, -2));
});

test("an order that leaves the view stays until the list is updated", async ({
  orders: page,
  stack,
}) => {
  await page.goto(`${stack.url}/#/orders?status=processing`);
  await expect(page.getByText("Status includes: Processing")).toBeVisible();
  // The rows of the question before stand until the answer is there.
  await expect(page.locator(".list")).toHaveAttribute("aria-busy", "false");
  const row = rowsOf(page).nth(2);
  const key = await row.locator("[data-order]").getAttribute("data-order");
  const link = page.locator(`[data-order="${key}"]`);
  await stack.setInShop(Number(key?.split("/")[1]), "cancelled");
  await expect(rowsOf(page).filter({ has: link })).toContainText("Cancelled");
  const update = page.getByRole("button", { name: "Update the list: 1 order" });
  await update.click();
  await expect(link).toHaveCount(0);
  await expect(update).toHaveCount(0);
});

test("an order that is due later keeps its place until it is let go", async ({
  orders: page,
  stack,
}) => {
  await page.goto(`${stack.url}/#/orders?tab=counting_down`);
  await onTab(page, "Counting down");
  const before = await numbersOf(page);
  const [first] = await page
    .locator("[data-order]")
    .evaluateAll((all) => all.map((a) => a.getAttribute("data-order")));
  await stack.api("POST", `/orders/${first}/extend`, { minutes: 90 });
  const update = page.getByRole("button", { name: "Update the list: 1 order" });
  await expect(update).toBeVisible();
  expect(await numbersOf(page)).toEqual(before);
  await update.click();
  await expect(update).toHaveCount(0);
  expect((await numbersOf(page))[0]).toBe(before[1]);
});

test("a tab nobody looks at gives its connection back, and catches up", async ({
  orders: page,
  stack,
}) => {
  const { orders } = await stack.api<Orders>(
    "GET",
    "/orders?limit=50&status=processing",
  );
  const one = orders[9];
  if (!one) throw new Error("no order to change");
  const row = rowsOf(page).filter({
    has: page.locator(`[data-order="shop/${one.id}"]`),
  });
  const look = (state: string) =>
    page.evaluate((to) => {
      Object.defineProperty(document, "visibilityState", {
        configurable: true,
        get: () => to,
      });
      document.dispatchEvent(new Event("visibilitychange"));
    }, state);
  // A stream that does not stand yet is not given back.
  await page.goto("about:blank");
  const stands = page.waitForResponse(/\/api\/v1\/events/);
  await page.goto(`${stack.url}/#/orders`);
  await stands;
  await expect(row).toBeVisible();
  await page.clock.install();
  const ended = page.waitForEvent("requestfailed", (r) =>
    r.url().includes("/api/v1/events"),
  );
  await look("hidden");
  await page.clock.fastForward(61_000);
  await ended;
  await stack.setInShop(one.id, "cancelled");
  const again = page.waitForRequest((r) =>
    r.url().includes("/api/v1/events?after="),
  );
  await look("visible");
  await again;
  await expect(row).toContainText("Cancelled");
});

test("a lost connection is said, and what was missed is caught up", async ({
  orders: page,
  stack,
  forgiven,
}) => {
  forgiven.push("ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED", "net::");
  const { orders } = await stack.api<Orders>(
    "GET",
    "/orders?limit=50&status=processing",
  );
  const one = orders[7];
  if (!one) throw new Error("no order to change");
  await stack.stopDaemon();
  await expect(page.getByText("Connection lost, trying again")).toBeVisible();
  await stack.setInShopUnseen(one.id, "cancelled");
  await stack.startDaemon();
  await expect(page.getByText("Connection lost")).toHaveCount(0);
  await expect(
    rowsOf(page).filter({
      has: page.locator(`[data-order="shop/${one.id}"]`),
    }),
  ).toContainText("Cancelled");
});
