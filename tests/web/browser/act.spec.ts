import { expect, keptOf, rowsOf, test } from "../fixtures";
import { place, sound } from "./place";

interface Orders {
  orders: { id: number; number: string; status: string }[];
  total: number;
}

test("keys walk the list, open, search and explain themselves", async ({
  orders: page,
}) => {
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute("data-order"));
  const keys = await page
    .locator("[data-order]")
    .evaluateAll((all) => all.map((a) => a.getAttribute("data-order")));
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  expect(await focused()).toBe(keys[1]);
  await page.keyboard.press("k");
  expect(await focused()).toBe(keys[0]);
  await page.keyboard.press("x");
  await expect(page.getByText("1 order selected.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText("1 order selected.")).toHaveCount(0);
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("jk?");
  await expect(page.getByRole("searchbox")).toHaveValue("jk?");
  await page.getByRole("searchbox").fill("");
  await page.getByRole("heading", { name: "Orders" }).click();
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Keys" });
  await expect(dialog).toContainText("Next order");
  await dialog.getByLabel("Use single keys as commands").uncheck();
  const kept = async () => (await keptOf(page, "keys")) ?? true;
  await expect.poll(kept).toBe(false);
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press("?");
  await expect(dialog).toHaveCount(0);
  await page.getByRole("button", { name: /account and theme/ }).click();
  await page.getByRole("menuitem", { name: "Keys" }).click();
  await dialog.getByLabel("Use single keys as commands").check();
  await expect.poll(kept).toBe(true);
});

test("one order is held by a key, after it was said what that does", async ({
  orders: page,
  stack,
}) => {
  const { orders } = await stack.api<Orders>(
    "GET",
    "/orders?limit=50&status=processing&type=in_app",
  );
  const one = orders[0];
  if (!one) throw new Error("no order to hold");
  const link = page.locator(`[data-order="shop/${one.id}"]`);
  await link.focus();
  await page.keyboard.press("h");
  const dialog = page.getByRole("dialog", { name: `Hold order ${one.number}` });
  await expect(dialog.getByRole("button", { name: "Hold" })).toBeVisible();
  await dialog.getByRole("button", { name: "Hold" }).click();
  await expect(dialog).toHaveCount(0);
  const said = page.getByText(`Order ${one.number}: on hold.`);
  await expect(said).toBeVisible();
  // It goes after a while, unless the pointer is on it.
  await said.hover();
  await expect(rowsOf(page).filter({ has: link })).toContainText("On hold");
  await expect(link).toBeFocused();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText(`Order ${one.number}: released.`)).toBeVisible();
  await expect(rowsOf(page).filter({ has: link })).toContainText("Processing");
});

test("many are submitted after a preview, each with what became of it", async ({
  orders: page,
}) => {
  const boxes = rowsOf(page).getByRole("checkbox");
  for (const i of [0, 1, 2, 3]) await boxes.nth(i).check();
  await expect(page.getByText("4 orders selected.")).toBeVisible();
  await page
    .getByRole("region", { name: "Selected orders" })
    .getByRole("button", { name: "Submit…" })
    .click();
  const dialog = page.getByRole("dialog", { name: "Submit orders" });
  await expect(dialog).toContainText(/will be submitted, \d+ will not/);
  await dialog.getByRole("button", { name: /^Submit \d+ orders?$/ }).click();
  await expect(dialog.getByText("Finished")).toBeVisible();
  await expect(dialog.getByRole("table", { name: "Each order" })).toBeVisible();
  await dialog
    .getByRole("button", { name: "Close", exact: true })
    .last()
    .click();
  await expect(page.getByText("orders selected")).toHaveCount(0);
});

test("the header's box means the page, then all that match", async ({
  orders: page,
  stack,
}) => {
  const { total } = await stack.api<Orders>("GET", "/orders?limit=1");
  await page.getByRole("columnheader").getByRole("checkbox").check();
  await expect(
    page.getByText("50 orders selected: all of this page."),
  ).toBeVisible();
  await page
    .getByRole("button", { name: `Select all ${total} that match` })
    .click();
  await expect(
    page.getByText(`All ${total} orders that match are selected`),
  ).toBeVisible();
  await rowsOf(page).getByRole("checkbox").first().uncheck();
  await expect(page.getByText("All that match but 1")).toBeVisible();
  await page
    .getByRole("region", { name: "Selected orders" })
    .getByRole("button", { name: "Hold…" })
    .click();
  await expect(page.getByRole("dialog")).toContainText("will be held");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: "Cancel" })
    .click();
});

test("the focus goes to the list when what had it is gone", async ({
  orders: page,
  stack,
}) => {
  const list = page.getByRole("region", { name: "List of orders" });
  const bar = page.getByRole("region", { name: "Selected orders" });
  await page.getByRole("columnheader").getByRole("checkbox").check();
  await bar.getByRole("button", { name: /^Select all/ }).press("Enter");
  await expect(list).toBeFocused();
  await bar.getByRole("button", { name: "Clear selection" }).press("Enter");
  await expect(bar).toHaveCount(0);
  await expect(list).toBeFocused();
  await rowsOf(page).getByRole("checkbox").first().check();
  await bar.getByRole("button", { name: "Clear selection" }).focus();
  await page.keyboard.press("Escape");
  await expect(bar).toHaveCount(0);
  await expect(list).toBeFocused();
  await stack.place(1);
  await page.getByRole("button", { name: "Show 1 new order" }).press("Enter");
  await expect(list).toBeFocused();
  // A row that has the focus keeps it.
  await rowsOf(page).getByRole("checkbox").first().check();
  await page.keyboard.press("Escape");
  await expect(bar).toHaveCount(0);
  await expect(rowsOf(page).getByRole("checkbox").first()).toBeFocused();
});

test("a selected order that is not shown is said to be", async ({
  orders: page,
  stack,
}) => {
  const email = "leaver@example.com";
  const order = { ...sound, billing: { ...sound.billing, email } };
  const id = await place(stack, order);
  const other = await place(stack, order);
  await place(stack, order);
  await page.goto(
    `${stack.url}/#/orders?status=processing&search=${email}&search_in=email`,
  );
  await expect(rowsOf(page)).toHaveCount(3);
  for (const one of [id, other])
    await rowsOf(page)
      .filter({ has: page.locator(`[data-order="shop/${one}"]`) })
      .getByRole("checkbox")
      .check();
  await expect(page.getByText("2 orders selected.")).toBeVisible();
  await stack.setInShop(id, "cancelled");
  await page.getByRole("button", { name: "Update the list" }).click();
  await expect(
    page.getByText("2 orders selected, 1 of them not on this page."),
  ).toBeVisible();
});

test("a preview that is no longer kept is made anew", async ({
  orders: page,
  stack,
  forgiven,
}) => {
  forgiven.push("410", "net::", "ERR_");
  const id = await place(stack, sound);
  await page.goto(`${stack.url}/#/orders?search=${id}&search_in=id`);
  const row = rowsOf(page).filter({
    has: page.locator(`[data-order="shop/${id}"]`),
  });
  await row.getByRole("checkbox").check();
  await page
    .getByRole("region", { name: "Selected orders" })
    .getByRole("button", { name: "Hold…" })
    .click();
  const dialog = page.getByRole("dialog", { name: "Hold orders" });
  const go = dialog.getByRole("button", { name: "Hold 1 order" });
  await expect(go).toBeVisible();
  await stack.stopDaemon();
  await stack.startDaemon();
  await go.click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await dialog.getByRole("button", { name: "Look again" }).click();
  await expect(go).toBeVisible();
  await expect(dialog.getByRole("alert")).toHaveCount(0);
  await dialog.getByRole("button", { name: "Cancel" }).click();
});

test("orders are imported by their IDs, with a report", async ({
  orders: page,
  stack,
}) => {
  const { orders } = await stack.api<Orders>("GET", "/orders?limit=2");
  await page.getByRole("button", { name: "Import orders" }).click();
  const dialog = page.getByRole("dialog", { name: "Import orders" });
  await dialog.getByLabel("By IDs").check();
  await dialog.getByRole("button", { name: "Import orders" }).click();
  await expect(dialog.getByRole("alert")).toContainText("at least one");
  await dialog
    .getByLabel("Order IDs")
    .fill(orders.map((o) => o.id).join(", ") + ", 999999");
  await dialog.getByRole("button", { name: "Import orders" }).click();
  await expect(dialog.getByText("Finished")).toBeVisible();
  await expect(dialog).toContainText("2 as they were");
  await expect(dialog).toContainText("999999");
});
