import {
  expect,
  keptOf,
  numbersOf,
  onTab,
  rowsOf,
  settled,
  test,
} from "../fixtures";
import { eventually } from "../stack";

interface Page {
  orders: {
    id: number;
    number: string;
    status: string;
    customer: string;
    tracking: string[];
  }[];
  total: number;
  tabs: Record<string, number>;
}

interface Looks {
  perPage?: number;
}

test("the tabs' counts are the server's", async ({ orders, stack }) => {
  const { tabs } = await stack.api<Page>("GET", "/orders?limit=1");
  const nav = orders.getByRole("navigation", { name: "Orders by state" });
  for (const [name, tab] of [
    ["All", "all"],
    ["Counting down", "counting_down"],
    ["On hold", "on_hold"],
  ] as const)
    await expect(nav.getByRole("link", { name })).toHaveText(
      `${name}${tabs[tab]}`,
    );
});

test("a filter is a chip, in the address, and cleared alone", async ({
  orders: page,
  stack,
}) => {
  const { orders } = await stack.api<Page>(
    "GET",
    "/orders?limit=50&status=processing",
  );
  const id = orders[11]?.id ?? 0;
  await stack.setInShop(id, "on-hold");
  // Some are on hold from the start.
  await eventually("it is among those on hold", async () => {
    const held = await stack.api<Page>(
      "GET",
      "/orders?status=on-hold&limit=200",
    );
    return held.orders.some((o) => o.id === id);
  });
  await page.getByRole("button", { name: "Add filter" }).click();
  await page.getByRole("menuitem", { name: "Status", exact: true }).click();
  const answered = page.waitForResponse(/\/orders\?.*status=on-hold/);
  await page.getByRole("option", { name: "On hold" }).click();
  await expect(page).toHaveURL(/status=on-hold/);
  await page.keyboard.press("Escape");
  await answered;
  await settled(page);
  await expect(rowsOf(page).first()).toContainText("On hold");
  for (const row of await rowsOf(page).all())
    await expect(row).toContainText("On hold");
  await page.getByRole("button", { name: "Remove" }).click();
  await expect(page).not.toHaveURL(/status=/);
  await page.goBack();
  await expect(page).toHaveURL(/status=on-hold/);
});

test("any status can be filtered by, though no row has it", async ({
  orders: page,
  stack,
}) => {
  await page.getByRole("button", { name: "Add filter" }).click();
  await page.getByRole("menuitem", { name: "Status", exact: true }).click();
  await page.getByRole("option", { name: "Trash" }).click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/status=trash/);
  await expect(page.getByText("Status includes: Trash")).toBeVisible();
  const chips =
    "status=in-print&provider=printer-of-before&store=shop-of-before";
  await page.goto(`${stack.url}/#/orders?${chips}`);
  for (const label of [
    "Status includes: In print",
    "Provider includes: printer-of-before",
    "Store includes: shop-of-before",
  ])
    await expect(page.getByText(label)).toBeVisible();
});

test("what is searched is found, and nothing found says why", async ({
  orders: page,
}) => {
  const search = page.getByRole("searchbox", { name: "Search orders" });
  const answered = page.waitForResponse(/\/orders\?.*search=carter/);
  await search.fill("carter");
  await expect(page).toHaveURL(/search=carter/);
  await answered;
  await settled(page);
  await expect(rowsOf(page).first()).toContainText("Carter");
  for (const row of await rowsOf(page).all())
    await expect(row).toContainText("Carter");
  await search.fill("nobody has this");
  await expect(
    page.getByRole("heading", { name: "No order matches" }),
  ).toBeVisible();
  await page.getByRole("button", { name: "Clear search and filters" }).click();
  await expect(rowsOf(page).first()).toBeVisible();
  await expect(search).toHaveValue("");
});

test("the header sorts and says how", async ({ orders: page }) => {
  const header = page.getByRole("columnheader", { name: "Order" });
  await expect(header).toHaveAttribute("aria-sort", "descending");
  const newest = await numbersOf(page);
  await header.getByRole("button").click();
  await page.getByRole("menuitemradio", { name: "Sort ascending" }).click();
  await expect(header).toHaveAttribute("aria-sort", "ascending");
  await expect(page).toHaveURL(/sort=created/);
  await expect.poll(async () => (await numbersOf(page))[0]).not.toBe(newest[0]);
});

test("pages go forth and back", async ({ orders: page }) => {
  const first = await numbersOf(page);
  const pager = page.getByRole("navigation", { name: "Pages of the list" });
  await expect(pager).toContainText("1–50 of");
  await pager.getByRole("link", { name: "Next" }).click();
  await expect(pager).toContainText("51–");
  await settled(page);
  const second = await numbersOf(page);
  expect(second.some((n) => first.includes(n))).toBe(false);
  await pager.getByRole("link", { name: "Previous" }).click();
  await expect(pager).toContainText("1–50 of");
  await settled(page);
  expect(await numbersOf(page)).toEqual(first);
});

test("another page is shown from its first row, the focus stays", async ({
  orders: page,
}) => {
  await page.setViewportSize({ width: 1440, height: 300 });
  const pager = page.getByRole("navigation", { name: "Pages of the list" });
  const next = pager.getByRole("link", { name: "Next" });
  await next.focus();
  await page.keyboard.press("Enter");
  await expect(pager).toContainText("51–");
  await settled(page);
  await expect(rowsOf(page).first()).toBeInViewport({ ratio: 1 });
  // On the last page it leads nowhere.
  await expect(next).toBeDisabled();
  await expect(next).toBeFocused();
});

test("pages of another size begin at the first, and say which rows", async ({
  orders: page,
  stack,
}) => {
  const first = await numbersOf(page);
  const pager = page.getByRole("navigation", { name: "Pages of the list" });
  await pager.getByRole("link", { name: "Next" }).click();
  await expect(pager).toContainText("51–");
  await page.getByRole("button", { name: "View options" }).click();
  await page.getByRole("radio", { name: "25", exact: true }).click();
  await page.keyboard.press("Escape");
  await expect(pager).toContainText("1–25 of");
  await expect(page).toHaveURL(/#\/orders$/);
  await expect(rowsOf(page)).toHaveCount(25);
  await settled(page);
  expect(await numbersOf(page)).toEqual(first.slice(0, 25));
  await pager.getByRole("link", { name: "Next" }).click();
  await expect(pager).toContainText("26–50 of");
  await settled(page);
  expect(await numbersOf(page)).toEqual(first.slice(25));
  // The page before, as it was with pages of fifty.
  await page.goBack();
  await page.goBack();
  await expect(pager).toContainText("51–");
  await expect(rowsOf(page)).toHaveCount(
    Math.min(25, (await stack.api<Page>("GET", "/orders?limit=1")).total - 50),
  );
  await pager.getByRole("link", { name: "Previous" }).click();
  await expect(pager).toContainText("26–50 of");
  await settled(page);
  expect(await numbersOf(page)).toEqual(first.slice(25));
  await page.getByRole("button", { name: "View options" }).click();
  await page.getByRole("radio", { name: "50", exact: true }).click();
  await expect(rowsOf(page)).toHaveCount(50);
  const looks = () => keptOf(page, "orders.looks");
  await expect
    .poll(async () => ((await looks()) as Looks | null)?.perPage ?? 50)
    .toBe(50);
});

test("columns that are hidden stay hidden", async ({ orders: page }) => {
  await page
    .getByRole("columnheader", { name: "Items" })
    .getByRole("button")
    .click();
  const kept = page.waitForResponse(
    (r) =>
      r.url().endsWith("/me/preferences") && r.request().method() === "PUT",
  );
  await page.getByRole("menuitem", { name: "Hide column" }).click();
  await expect(page.getByRole("columnheader", { name: "Items" })).toHaveCount(
    0,
  );
  await kept;
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await expect(rowsOf(page).first()).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Items" })).toHaveCount(
    0,
  );
});

test("a view is saved by name and comes back", async ({ orders: page }) => {
  await page.getByRole("searchbox", { name: "Search orders" }).fill("tran");
  await expect(page).toHaveURL(/search=tran/);
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Save this view…" }).click();
  await page.getByLabel("Name").fill("Of Tran");
  await page.getByRole("button", { name: "Save view" }).click();
  await expect(page.getByText("“Of Tran” is saved")).toBeVisible();
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitemradio", { name: "Due next" }).click();
  await expect(page).toHaveURL(/tab=counting_down/);
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitemradio", { name: "Of Tran" }).click();
  await expect(page).toHaveURL(/search=tran/);
});

test("a peek shows the order and leaves the list where it was", async ({
  orders: page,
}) => {
  const row = rowsOf(page).nth(2);
  const number = await row.locator("[data-order]").textContent();
  await row.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Peek" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(`Order ${number?.slice(1)}`);
  await expect(dialog.getByRole("table", { name: "Items" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(page).toHaveURL(/#\/orders$/);
});

test("at 360 pixels rows are cards and nothing is cut off", async ({
  orders: page,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await expect(page.getByRole("table", { name: "Orders" })).toHaveCount(0);
  const card = page.locator(".order-card").first();
  await expect(card.locator("[data-order]")).toBeVisible();
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth > innerWidth,
  );
  expect(wide).toBe(false);
  await page.getByRole("button", { name: "Open the menu" }).click();
  await expect(page.getByRole("link", { name: "Orders" })).toBeVisible();
});

test("where rows are cards, the page can be selected, and sorted", async ({
  orders: page,
  stack,
}) => {
  const { total } = await stack.api<Page>("GET", "/orders?limit=1");
  await page.setViewportSize({ width: 360, height: 740 });
  const all = page.getByLabel("Select this page");
  await all.check();
  await expect(
    page.getByText("50 orders selected: all of this page."),
  ).toBeVisible();
  await page
    .getByRole("button", { name: `Select all ${total} that match` })
    .click();
  await expect(
    page.getByText(`All ${total} orders that match are selected`),
  ).toBeVisible();
  await page.locator(".order-card").getByRole("checkbox").first().uncheck();
  await expect(all).not.toBeChecked();
  await expect(page.getByText("All that match but 1")).toBeVisible();
  await page.getByRole("button", { name: "Clear selection" }).click();
  await expect(all).not.toBeChecked();
  await page.getByLabel("Sort").selectOption("Oldest first");
  await expect(page).toHaveURL(/sort=created/);
  const { orders } = await stack.api<Page>(
    "GET",
    "/orders?limit=50&sort=created",
  );
  await expect
    .poll(() => numbersOf(page))
    .toEqual(orders.map((o) => `#${o.number}`));
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth > innerWidth,
  );
  expect(wide).toBe(false);
});

test("a tracking number is read whole beside all other columns", async ({
  orders: page,
  stack,
}) => {
  const { preview } = await stack.api<{ preview: string }>(
    "POST",
    "/bulk/preview",
    { action: "submit", query: { tab: "counting_down" } },
  );
  await stack.api("POST", "/bulk", { preview });
  const numbers = await eventually("some are shipped", async () => {
    const { orders } = await stack.api<Page>("GET", "/orders?tab=shipped");
    return orders.length > 5
      ? orders.map((o) => o.tracking[0] ?? "")
      : undefined;
  });
  expect(numbers.some((n) => n.length >= 22)).toBe(true);
  await page.goto(`${stack.url}/#/orders?tab=shipped`);
  await onTab(page, "Shipped");
  for (const row of (await rowsOf(page).all()).slice(0, 6)) {
    await expect(row.locator(".tracking > span").first()).toBeVisible();
    // At once: rows still change, and columns with them.
    const { end, actions, cut } = await row.evaluate((at) => {
      const number = at.querySelector(".tracking > span");
      const last = at.querySelector("td:last-of-type");
      if (!number || !last) throw new Error("a row without its number");
      return {
        end: number.getBoundingClientRect().right,
        actions: last.getBoundingClientRect().left,
        cut: number.scrollWidth > number.clientWidth,
      };
    });
    expect(end).toBeLessThanOrEqual(actions + 1);
    expect(cut).toBe(false);
  }
});
