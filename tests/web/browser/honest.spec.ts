// What is not known is not said to be fine.
import { expect, rowsOf, test } from "../fixtures";
import {
  cardOf,
  endSlowJob,
  mainOf,
  ready,
  seek,
  showOrder,
  slowJob,
} from "../orders";
import type { Page } from "@playwright/test";

test.use({
  forgiven: ["Failed to load resource", "ERR_"],
});

/** Neither asked for nor told by the stream. */
const silence = (page: Page) =>
  page.route(/\/api\/v1\/(health|events)/, (route) => route.abort());

test("nothing is said to be unfrozen before that was read", async ({
  orders: page,
  stack,
}) => {
  const order = await seek(stack, ready);
  await silence(page);
  await page.goto(`${stack.url}/#/`);
  await page.reload();
  const main = mainOf(page);
  await expect(main).toContainText("What is frozen could not be read");
  await expect(main).not.toContainText("Nothing is frozen");
  for (const place of ["Stores", "Providers", "Freezes"]) {
    await page.goto(`${stack.url}/#/${place.toLowerCase()}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(place);
    await expect(main.getByRole("alert")).toContainText("could not be read");
  }
  await showOrder(page, stack, order);
  await expect(cardOf(page, "Countdown")).toContainText("not known yet");
  await page.goto(`${stack.url}/#/freezes`);
  await page.unroute(/\/api\/v1\/(health|events)/);
  // As soon as it can be asked.
  await expect(main).toContainText("Nothing is frozen");
});

test("a job of a service that is gone is not said to run", async ({
  orders: page,
  stack,
}) => {
  const job = await slowJob(stack);
  await page.goto(`${stack.url}/#/jobs/${job}`);
  await expect(mainOf(page).getByText("Running")).toBeVisible();
  await page.route("**/cancel", (route) => route.abort());
  await page.getByRole("button", { name: "Cancel the rest" }).click();
  await expect(mainOf(page).getByRole("alert").first()).toContainText(
    "could not be cancelled",
  );
  await stack.killDaemon();
  await expect(mainOf(page)).toContainText("When it was read last: Running");
  await expect(mainOf(page)).toContainText("could not be read again");
  await expect(page.getByText("Connection lost")).toBeInViewport();
  await stack.startDaemon();
  await expect(mainOf(page)).not.toContainText("When it was read last");
  await endSlowJob(stack, job);
});

test("two tabs save views, and none is lost", async ({
  orders: page,
  stack,
}) => {
  const save = async (at: Page, query: string, name: string) => {
    await at.goto(`${stack.url}/#/orders?${query}`);
    await at.getByRole("button", { name: "Views" }).click();
    await at.getByRole("menuitem", { name: "Save this view…" }).click();
    await at.getByLabel("Name").fill(name);
    const kept = at.waitForResponse(
      (r) => r.url().endsWith("/preferences") && r.request().method() === "PUT",
    );
    await at.getByRole("button", { name: "Save view" }).click();
    await kept;
  };
  const other = await page.context().newPage();
  await other.goto(`${stack.url}/#/orders`);
  await expect(rowsOf(other).first()).toBeVisible();
  await save(page, "type=amazon", "Amazon’s");
  await save(other, "type=shineon", "ShineOn’s");
  await page.reload();
  await page.getByRole("button", { name: "Views" }).click();
  for (const name of ["Amazon’s", "ShineOn’s"])
    await expect(page.getByRole("menuitemradio", { name })).toBeVisible();
  await other.close();
});
