// One action on many orders, to its end, and what "all" means on the way.
import type { Page } from "@playwright/test";
import { expect, rowsOf, test } from "../fixtures";
import type { Stack } from "../stack";
import { clean } from "./axe";
import { place, sound } from "./place";

interface Orders {
  total: number;
}

const bar = (page: Page) =>
  page.getByRole("region", { name: "Selected orders" });

/** Orders that may go, by their keys. */
async function some(stack: Stack, count: number): Promise<string[]> {
  const keys = [];
  for (let i = 0; i < count; i++)
    keys.push(`shop/${await place(stack, sound)}`);
  return keys;
}

const rowOf = (page: Page, key: string) =>
  rowsOf(page).filter({ has: page.locator(`[data-order="${key}"]`) });

async function select(page: Page, keys: string[]) {
  for (const key of keys) await rowOf(page, key).getByRole("checkbox").check();
}

/** To the end of the job; every one of them is done. */
async function carryOut(page: Page, verb: string, keys: string[]) {
  await select(page, keys);
  await bar(page)
    .getByRole("button", { name: `${verb}…` })
    .click();
  const dialog = page.getByRole("dialog", { name: `${verb} orders` });
  await clean(page);
  await dialog
    .getByRole("button", { name: `${verb} ${keys.length} orders` })
    .click();
  await expect(dialog.getByText("Finished")).toBeVisible();
  const rows = dialog
    .getByRole("table", { name: "Each order" })
    .locator("tbody tr");
  await expect(rows).toHaveCount(keys.length);
  for (const row of await rows.all()) await expect(row).toContainText("Done");
  await clean(page);
  await dialog
    .getByRole("button", { name: "Close", exact: true })
    .last()
    .click();
  await expect(dialog).toHaveCount(0);
  await expect(bar(page)).toHaveCount(0);
}

test("many are held, then released, each with what became of it", async ({
  orders: page,
  stack,
}) => {
  const keys = await some(stack, 3);
  await page.goto(`${stack.url}/#/orders?type=in_app`);
  await expect(page.locator(".list")).toHaveAttribute("aria-busy", "false");
  await carryOut(page, "Hold", keys);
  for (const key of keys)
    await expect(rowOf(page, key)).toContainText("On hold");
  await carryOut(page, "Release", keys);
  for (const key of keys)
    await expect(rowOf(page, key)).toContainText("Processing");
});

test("what a provider refused is tried again, and goes", async ({
  orders: page,
  stack,
}) => {
  const keys = await some(stack, 2);
  for (const target of ["customcat", "shineon"])
    await stack.control("faults", {
      ...{ target, match: "submit", kind: "reject" },
      ...{ percent: 100, count: -1, message: "no such design" },
    });
  await page.goto(`${stack.url}/#/orders?type=in_app`);
  await expect(page.locator(".list")).toHaveAttribute("aria-busy", "false");
  await carryOut(page, "Submit", keys);
  for (const key of keys)
    await expect(rowOf(page, key).locator(".badge").nth(1)).toHaveText(
      "Failed",
    );
  await stack.control("faults", undefined, "DELETE");
  await carryOut(page, "Retry", keys);
  for (const key of keys)
    await expect(rowOf(page, key).locator(".badge").nth(1)).toHaveText(
      "Submitted",
    );
});

test("a job that runs has no fault that axe finds", async ({
  orders: page,
  stack,
}) => {
  const keys = await some(stack, 3);
  await stack.slowShop();
  await page.goto(`${stack.url}/#/orders?type=in_app`);
  await expect(page.locator(".list")).toHaveAttribute("aria-busy", "false");
  await select(page, keys);
  await bar(page).getByRole("button", { name: "Hold…" }).click();
  const dialog = page.getByRole("dialog", { name: "Hold orders" });
  await dialog.getByRole("button", { name: "Hold 3 orders" }).click();
  await expect(dialog.getByText(/Running|Finished/)).toBeVisible();
  await clean(page);
  await stack.control("faults", undefined, "DELETE");
  await expect(dialog.getByText("Finished")).toBeVisible();
});

test("exceptions hold on every page, and the server leaves them out", async ({
  orders: page,
  stack,
}) => {
  const { total } = await stack.api<Orders>("GET", "/orders?limit=1");
  expect(total).toBeGreaterThan(51);
  const pager = page.getByRole("navigation", { name: "Pages of the list" });
  const boxes = rowsOf(page).getByRole("checkbox");
  await page.getByRole("columnheader").getByRole("checkbox").check();
  await bar(page)
    .getByRole("button", { name: `Select all ${total} that match` })
    .click();
  await boxes.nth(1).uncheck();
  await pager.getByRole("link", { name: "Next" }).click();
  await expect(pager).toContainText("51–");
  await expect(page.locator(".list")).toHaveAttribute("aria-busy", "false");
  await expect(boxes.first()).toBeChecked();
  await boxes.first().uncheck();
  await expect(
    page.getByText(`All that match but 2: ${total - 2} orders.`),
  ).toBeVisible();
  await pager.getByRole("link", { name: "Previous" }).click();
  await expect(pager).toContainText("1–50");
  await expect(page.locator(".list")).toHaveAttribute("aria-busy", "false");
  await expect(boxes.nth(1)).not.toBeChecked();
  await expect(boxes.nth(0)).toBeChecked();
  await bar(page).getByRole("button", { name: "Hold…" }).click();
  const dialog = page.getByRole("dialog", { name: "Hold orders" });
  const said = dialog.getByText(/will be held, \d+ will not/);
  const [will = 0, not = 0] = ((await said.textContent()) ?? "")
    .match(/\d+/g)!
    .map(Number);
  expect(will + not).toBe(total - 2);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await bar(page).getByRole("button", { name: "Clear selection" }).click();
  await expect(boxes.nth(0)).not.toBeChecked();
});

test("orders of several pages are selected one by one", async ({
  orders: page,
}) => {
  const pager = page.getByRole("navigation", { name: "Pages of the list" });
  const boxes = rowsOf(page).getByRole("checkbox");
  await boxes.nth(2).check();
  await pager.getByRole("link", { name: "Next" }).click();
  await expect(pager).toContainText("51–");
  await expect(page.locator(".list")).toHaveAttribute("aria-busy", "false");
  await boxes.nth(0).check();
  await expect(
    page.getByText("2 orders selected, 1 of them not on this page."),
  ).toBeVisible();
  await bar(page).getByRole("button", { name: "Hold…" }).click();
  await expect(page.getByRole("dialog")).toContainText(
    /(2 orders will be held, 0|1 order will be held, 1|0 orders will be held, 2) will not/,
  );
});
