// What happens while a page is open: somebody else acts, the page is loaded
// again, the daemon dies or stops, the session runs out.
import { expect, logIn, onTab, rowsOf, test } from "../fixtures";
import { ready, releaseAll, seek } from "../orders";
import type { Page } from "@playwright/test";
import type { Stack } from "../stack";

interface Entry {
  kind: string;
  by: string;
}

const gone = ["net::"];

const linkTo = (page: Page, id: number) =>
  page.locator(`[data-order="shop/${id}"]`);

const rowOf = (page: Page, id: number) =>
  rowsOf(page).filter({ has: linkTo(page, id) });

/** Begins to hold all that count down: more than wait for a store at once,
 *  so that the job waits, too. */
async function holdAll(page: Page, stack: Stack) {
  await stack.place(60);
  await stack.slowShop();
  await page.goto(`${stack.url}/#/orders?tab=counting_down`);
  await onTab(page, "Counting down");
  await page.getByRole("columnheader").getByRole("checkbox").check();
  await page
    .getByRole("button", { name: /^Select all \d+ that match/ })
    .click();
  await page
    .getByRole("region", { name: "Selected orders" })
    .getByRole("button", { name: "Hold…" })
    .click();
  const dialog = page.getByRole("dialog");
  const begun = page.waitForResponse((r) => r.url().endsWith("/api/v1/bulk"));
  await dialog.getByRole("button", { name: /^Hold \d+ orders$/ }).click();
  const { job } = (await (await begun).json()) as { job: number };
  await expect(dialog.getByText("Running")).toBeVisible();
  return job;
}

interface Rows {
  rows: { store: string; id: number; outcome: string }[];
}

/** Each order of the job was held once by it; then all are let go. */
async function heldOnce(stack: Stack, job: number) {
  const { rows } = await stack.api<Rows>("GET", `/jobs/${job}/rows?limit=200`);
  const { total } = await stack.api<{ total: number }>("GET", `/jobs/${job}`);
  expect(rows).toHaveLength(total);
  for (const { id, outcome } of rows) {
    expect(outcome).toBe("done");
    const { journal } = await stack.api<{ journal: Entry[] }>(
      "GET",
      `/orders/shop/${id}/journal?limit=100`,
    );
    const held = journal.filter(
      (e) => e.kind === "status.intended" && e.by.endsWith(`(bulk job ${job})`),
    );
    expect(held).toHaveLength(1);
  }
  await releaseAll(stack, rows);
}

test("two people see what the other does", async ({
  orders: page,
  browser,
  stack,
  enter,
}) => {
  const one = await seek(stack, ready);
  const context = await browser.newContext();
  const other = await context.newPage();
  await enter(other, "operator");
  await expect(rowOf(other, one.id)).toContainText("Processing");

  await page.goto(`${stack.url}/#/orders/shop/${one.id}`);
  await page.getByRole("button", { name: "Hold", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Hold" }).click();
  await expect(rowOf(other, one.id)).toContainText("On hold");

  await linkTo(other, one.id).focus();
  await rowOf(other, one.id).getByRole("button", { name: "Actions" }).click();
  await other.getByRole("menuitem", { name: /^Release/ }).click();
  await other
    .getByRole("dialog")
    .getByRole("button", { name: "Release" })
    .click();
  const status = page.getByRole("region", { name: "Status", exact: true });
  await expect(status).toContainText("Processing");
  await expect(
    page.getByRole("region", { name: "Timeline" }).getByText(/olga/).first(),
  ).toBeVisible();
  await context.close();
});

test("a page that is loaded again finds the job where it is", async ({
  orders: page,
  stack,
}) => {
  const job = await holdAll(page, stack);
  await page.reload();
  await page.goto(`${stack.url}/#/jobs`);
  await page
    .getByRole("main")
    .locator(`a[href="#/jobs/${job}"]`)
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Hold");
  await stack.control("faults", undefined, "DELETE");
  await expect(page.getByRole("main").getByText("Finished")).toBeVisible();
  await expect(page.getByRole("table", { name: "Each order" })).toBeVisible();
  await heldOnce(stack, job);
});

test("a daemon that is killed goes on with the job, and so does its page", async ({
  orders: page,
  stack,
  forgiven,
}) => {
  forgiven.push(...gone);
  const job = await holdAll(page, stack);
  await stack.killDaemon();
  await expect(page.getByText("Connection lost")).toBeVisible();
  await stack.startDaemon();
  await stack.control("faults", undefined, "DELETE");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Finished")).toBeVisible();
  await expect(dialog.getByRole("table", { name: "Each order" })).toBeVisible();
  await heldOnce(stack, job);
});

test("an open order is as it is again once the daemon is back", async ({
  orders: page,
  stack,
  forgiven,
}) => {
  forgiven.push(...gone);
  const one = await seek(stack, ready);
  await page.goto(`${stack.url}/#/orders/shop/${one.id}`);
  const status = page.getByRole("region", { name: "Status", exact: true });
  await expect(status).toContainText("Processing");
  await stack.stopDaemon();
  await expect(page.getByText("Connection lost")).toBeVisible();
  await stack.setInShopUnseen(one.id, "cancelled");
  await stack.startDaemon();
  await expect(page.getByText("Connection lost")).toHaveCount(0);
  await expect(status).toContainText("Cancelled");
});

test("a session that runs out under an open page asks for the login", async ({
  orders: page,
  stack,
  forgiven,
}) => {
  forgiven.push(...gone, "401");
  await page.context().clearCookies();
  await stack.stopDaemon();
  await stack.startDaemon('[auth]\nsession_most = "5s"');
  await page.reload();
  // Said only to somebody who was in, whether they saw a row by then or not.
  await logIn(page, stack, "viewer");
  await expect(page.getByText("Your session has ended")).toBeVisible();
  await stack.stopDaemon();
  await stack.startDaemon();
});
