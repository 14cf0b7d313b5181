// How an order is found among the others: search, filters, tabs.
import type { Page } from "@playwright/test";
import { expect, rowsOf, test } from "../fixtures";
import { eventually, type Stack } from "../stack";
import { place, sound } from "./place";

interface Row {
  id: number;
  number: string;
  customer: string;
  email: string;
  skus: string[];
  tracking: string[];
}

interface Orders {
  orders: Row[];
  total: number;
  tabs: Record<string, number>;
}

const tabs = {
  all: "All",
  counting_down: "Counting down",
  needs_attention: "Needs attention",
  on_hold: "On hold",
  submitted: "Submitted",
  shipped: "Shipped",
};

const get = (stack: Stack, query: string) =>
  stack.api<Orders>("GET", `/orders?${query}`);

/** One that was sent and is on its way. */
async function shipped(stack: Stack): Promise<Row> {
  const id = await place(stack, sound);
  await stack.api("POST", `/orders/shop/${id}/submit`, {});
  return eventually("a tracking number", async () => {
    const { orders } = await get(stack, `search=${id}&search_in=id`);
    return orders.find((o) => o.tracking.length > 0);
  });
}

const addFilter = async (page: Page, name: string, option: string) => {
  await page.getByRole("button", { name: "Add filter" }).click();
  await page.getByRole("menuitem", { name, exact: true }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
  await page.keyboard.press("Escape");
};

test("each field of the search finds the order by its own", async ({
  orders: page,
  stack,
}) => {
  const one = await shipped(stack);
  const picker = page.getByLabel("Search in");
  const search = page.getByRole("searchbox", { name: "Search orders" });
  const row = rowsOf(page).filter({
    has: page.locator(`[data-order="shop/${one.id}"]`),
  });
  for (const [label, field, text] of [
    ["Order ID", "id", String(one.id)],
    ["Order number", "number", one.number],
    ["Customer name", "name", one.customer],
    ["E-mail", "email", one.email],
    ["SKU", "sku", one.skus[0] ?? ""],
    ["Tracking number", "tracking", one.tracking[0] ?? ""],
  ] as const) {
    // Chosen before anything is typed, and there yet when it is cleared.
    await picker.selectOption(label);
    await expect(page).toHaveURL(new RegExp(`search_in=${field}`));
    await search.fill(text);
    await expect(page).toHaveURL(/[?&]search=/);
    const { total } = await get(
      stack,
      `search=${encodeURIComponent(text)}&search_in=${field}`,
    );
    await expect(rowsOf(page)).toHaveCount(Math.min(total, 50));
    await expect(row).toHaveCount(1);
    await search.fill("");
    await expect(page).not.toHaveURL(/[?&]search=/);
    await expect(picker).toHaveValue(field);
  }
  // A field finds nothing by what stands in another one.
  await picker.selectOption("Customer name");
  await search.fill(one.tracking[0] ?? "");
  await expect(
    page.getByRole("heading", { name: "No order matches" }),
  ).toBeVisible();
});

test("a gift is found by who paid, and the row says so", async ({
  orders: page,
  stack,
}) => {
  const id = await place(stack, {
    ...sound,
    billing: { ...sound.billing, first_name: "Zenobia", last_name: "Quill" },
  });
  await page
    .getByRole("searchbox", { name: "Search orders" })
    .fill("zenobia q");
  await expect(rowsOf(page)).toHaveCount(1);
  const row = page.locator(`[data-order="shop/${id}"]`);
  await expect(rowsOf(page).filter({ has: row })).toContainText(
    "Ada Byron" + "Troy, MI, US · from Zenobia Quill",
  );
});

test("type and status filter together, and the tabs count what is left", async ({
  orders: page,
  stack,
}) => {
  await addFilter(page, "Type", "In-app");
  await expect(page).toHaveURL(/type=in_app/);
  await addFilter(page, "Status", "Processing");
  await expect(page).toHaveURL(/status=processing/);
  const left = await get(stack, "type=in_app&status=processing&limit=1");
  const all = await get(stack, "limit=1");
  expect(left.total).toBeLessThan(all.total);
  const nav = page.getByRole("navigation", { name: "Orders by state" });
  for (const [tab, name] of Object.entries(tabs))
    await expect(
      nav.getByRole("link", { name: new RegExp(`^${name}`) }),
    ).toHaveText(`${name}${left.tabs[tab]}`);
  for (const row of await rowsOf(page).all())
    await expect(row).toContainText(/Processing.*In-app/);
  await nav.getByRole("link", { name: /^Counting down/ }).click();
  await expect(rowsOf(page)).toHaveCount(
    Math.min(left.tabs["counting_down"] ?? 0, 50),
  );
});

test("a status of the shop's own is filtered by, though no row has it", async ({
  orders: page,
  stack,
  forgiven,
}) => {
  forgiven.push("net::", "ERR_");
  await stack.control("shop", { own_status: "awaiting-artwork" });
  const { last } = await stack.control<{ last: number }>("orders", {
    order: { status: "awaiting-artwork" },
  });
  // The daemon asks for the shop's statuses when it starts.
  await stack.stopDaemon();
  await stack.startDaemon();
  const { orders } = await get(stack, "status=processing&limit=1");
  await eventually("the shop's status is known", async () => {
    const { statuses } = await stack.api<{ statuses: { status: string }[] }>(
      "GET",
      `/orders/shop/${orders[0]?.id}`,
    );
    return statuses.some((s) => s.status === "awaiting-artwork") || undefined;
  });
  await page.goto(`${stack.url}/#/orders?status=processing`);
  await page.reload();
  await expect(rowsOf(page).first()).toContainText("Processing");
  await page.getByText("Status includes: Processing").click();
  await page.getByRole("option", { name: "Processing" }).click();
  await page.getByRole("option", { name: "Awaiting artwork" }).click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/status=awaiting-artwork/);
  await expect(
    page.getByText("Status includes: Awaiting artwork"),
  ).toBeVisible();
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(page.locator(`[data-order="shop/${last}"]`)).toBeVisible();
  await expect(rowsOf(page)).toContainText("Awaiting artwork");
});

test("a viewer at 360 pixels sorts and peeks, and acts on nothing", async ({
  page,
  enter,
}) => {
  await enter(page, "viewer");
  await page.setViewportSize({ width: 360, height: 740 });
  const card = page.locator(".order-card").first();
  await expect(card).toBeVisible();
  await expect(page.getByRole("main").getByRole("checkbox")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Import orders" })).toHaveCount(
    0,
  );
  for (const name of await page
    .locator(".order-card")
    .getByRole("button")
    .allTextContents())
    expect(name).toBe("Peek");
  await page.getByLabel("Sort").selectOption("Due next");
  await expect(page).toHaveURL(/sort=due/);
  await card.getByRole("button", { name: "Peek" }).click();
  await expect(
    page.getByRole("dialog").getByRole("table", { name: "Items" }),
  ).toBeVisible();
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth > innerWidth,
  );
  expect(wide).toBe(false);
});
