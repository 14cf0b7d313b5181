// Home: the board, what needs a person, freezes, and how all of it is doing.
import { expect, numbersOf, rowsOf, test } from "../fixtures";
import { onceOrder } from "../orders";
import type { Page } from "@playwright/test";

const card = (page: Page, name: string) =>
  page.getByRole("main").getByRole("region", { name, exact: true });

test.beforeEach(async ({ orders: page, stack }) => {
  await page.goto(`${stack.url}/#/`);
  await expect(
    page.getByRole("heading", { level: 1, name: "Home" }),
  ).toBeVisible();
});

test("the board tells how many leave, and leads to them", async ({
  orders: page,
}) => {
  const board = page.getByRole("table", { name: "Countdowns by hour" });
  const hour = board.locator("tbody a").first();
  const count = Number.parseInt((await hour.textContent()) ?? "", 10);
  expect(count).toBeGreaterThan(0);
  await hour.click();
  await expect(page.getByRole("heading", { name: "Orders" })).toBeVisible();
  await expect(page.getByText(/^Leaves /)).toBeVisible();
  await expect(page.locator(".list")).toHaveAttribute("aria-busy", "false");
  await expect(rowsOf(page)).toHaveCount(Math.min(count, 50));
  await page.getByRole("button", { name: /^Clear the filter: Leaves/ }).click();
  await expect(page.getByText(/^Leaves /)).toHaveCount(0);
});

test("the board keeps true while it is looked at", async ({
  orders: page,
  stack,
}) => {
  const text = card(page, "Departures").getByText(/within 48 hours/);
  const before = await text.textContent();
  const { orders } = await stack.api<{ orders: { id: number }[] }>(
    "GET",
    "/orders?tab=counting_down&sort=due&limit=1",
  );
  const [first] = orders;
  if (!first) throw new Error("no order counts down");
  await stack.api("POST", `/orders/shop/${first.id}/hold`, {});
  await expect(text).not.toHaveText(before ?? "");
  // Let go while it is being written, the hold would land all the same.
  await onceOrder(
    stack,
    first,
    "the store has it on hold",
    (o) => o.status === "on-hold" && !o.status_intent,
  );
  await stack.api("POST", `/orders/shop/${first.id}/release`, {});
  await expect(text).toHaveText(before ?? "");
});

test("a reason leads to the orders it concerns", async ({ orders: page }) => {
  const reason = card(page, "Needs attention").getByRole("link").first();
  const count = Number.parseInt((await reason.textContent()) ?? "", 10);
  await reason.click();
  await expect(page.getByText(/^Why: /)).toBeVisible();
  await expect(page.locator(".list")).toHaveAttribute("aria-busy", "false");
  await expect(rowsOf(page)).toHaveCount(Math.min(count, 50));
  expect(new Set(await numbersOf(page)).size).toBe(Math.min(count, 50));
});

test("a freeze is made here, seen by others at once, and lifted", async ({
  orders: page,
  browser,
  stack,
  enter,
}) => {
  const context = await browser.newContext();
  const other = await context.newPage();
  await enter(other, "viewer");
  await other.goto(`${stack.url}/#/`);
  await expect(card(other, "Freezes")).toContainText("Nothing is frozen.");
  await expect(other.getByRole("button", { name: "Freeze…" })).toHaveCount(0);

  await page.getByRole("button", { name: "Freeze…" }).click();
  const dialog = page.getByRole("dialog", { name: "Freeze submissions" });
  await dialog.getByLabel("What").selectOption("provider");
  await dialog.getByLabel("Which").selectOption("shineon");
  await dialog.getByRole("button", { name: "Freeze", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("Give a reason");
  await dialog.getByLabel("Reason").fill("<b>stock-taking</b>");
  await dialog.getByRole("button", { name: "Freeze", exact: true }).click();
  await expect(dialog).toHaveCount(0);

  await expect(card(other, "Freezes")).toContainText("Provider ShineOn");
  await expect(card(other, "Freezes")).toContainText("<b>stock-taking</b>");
  await page
    .getByRole("button", { name: "Lift the freeze of provider ShineOn" })
    .click();
  await page
    .getByRole("dialog", { name: "Lift the freeze" })
    .getByRole("button", { name: "Lift" })
    .click();
  await expect(card(other, "Freezes")).toContainText("Nothing is frozen.");
  // Its button is gone with the freeze.
  await expect(page.locator(":focus")).toHaveText("Home");
  await context.close();
});

test("a provider is checked now, and what is wrong is said", async ({
  orders: page,
  stack,
}) => {
  await page.getByRole("button", { name: "Check CustomCat now" }).click();
  await expect(card(page, "CustomCat").getByText("Fine").first()).toBeVisible();
  await stack.control("faults", {
    ...{ target: "customcat", match: "any", kind: "down", count: -1 },
  });
  await page.getByRole("button", { name: "Check CustomCat now" }).click();
  await expect(card(page, "CustomCat").getByText("To do:")).toBeVisible();
  await stack.control("faults", undefined, "DELETE");
});
