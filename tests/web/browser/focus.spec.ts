// Where the focus is when what had it goes, and what keys and clicks reach
// beside an open dialog.
import { expect, test } from "../fixtures";
import {
  dialogOf,
  endSlowJob,
  mainOf,
  ready,
  seek,
  showOrder,
  slowJob,
} from "../orders";
import type { Page } from "@playwright/test";

const isWithin = (page: Page) =>
  page.evaluate(
    () =>
      document.activeElement?.closest(".components-modal__frame") !== null &&
      document.activeElement !== document.body,
  );

test("a dialog keeps the focus from stage to stage", async ({
  orders: page,
  stack,
}) => {
  await page.goto(`${stack.url}/#/users`);
  await page.getByRole("button", { name: "Add user" }).click();
  await dialogOf(page).getByLabel("Name").fill("rosa");
  await page.keyboard.press("Tab");
  await dialogOf(page).getByRole("button", { name: "Add user" }).press("Enter");
  await expect(dialogOf(page).getByLabel("Login link")).toBeVisible();
  expect(await isWithin(page)).toBe(true);
  await page.keyboard.press("Escape");
  await expect(dialogOf(page)).toHaveCount(0);

  await page.goto(`${stack.url}/#/tokens`);
  await page.getByRole("button", { name: "Make a token" }).click();
  await dialogOf(page).getByLabel("Name").fill("wall");
  await dialogOf(page)
    .getByRole("button", { name: "Make the token" })
    .press("Enter");
  await expect(dialogOf(page).getByLabel("Secret")).toBeVisible();
  expect(await isWithin(page)).toBe(true);
  await page.keyboard.press("Escape");
  await expect(dialogOf(page)).toHaveCount(0);
});

test("keys do nothing behind a dialog, wherever the focus is", async ({
  orders: page,
}) => {
  await page.getByRole("button", { name: "Import orders" }).click();
  const dialog = dialogOf(page);
  await expect(dialog).toHaveAccessibleName("Import orders");
  // The very moment the focus is nowhere, before anything brings it back.
  await page.evaluate(() => {
    (document.activeElement as HTMLElement).blur();
    for (const key of ["?", "j"])
      document.body.dispatchEvent(
        new KeyboardEvent("keydown", { key, bubbles: true }),
      );
  });
  await expect.poll(() => isWithin(page)).toBe(true);
  await expect(dialog).toHaveAccessibleName("Import orders");
});

test("a click beside a form does not throw away what was typed", async ({
  orders: page,
}) => {
  await page.getByRole("button", { name: "Import orders" }).click();
  await dialogOf(page).getByRole("radio", { name: "By IDs" }).check();
  await dialogOf(page).getByLabel("Order IDs").fill("17");
  await page.mouse.click(8, 400);
  await expect(dialogOf(page).getByLabel("Order IDs")).toHaveValue("17");
  await expect.poll(() => isWithin(page)).toBe(true);
  await page.keyboard.press("Escape");
  await expect(dialogOf(page)).toHaveCount(0);
  // What is only read goes by it.
  await page.keyboard.press("?");
  await expect(dialogOf(page)).toHaveAccessibleName("Keys");
  await page.mouse.click(8, 400);
  await expect(dialogOf(page)).toHaveCount(0);
});

test("closing what changed leads to the heading", async ({
  orders: page,
  stack,
}) => {
  const order = await seek(stack, ready);
  await showOrder(page, stack, order);
  await stack.setInShop(order.id, "cancelled");
  await expect(mainOf(page)).toContainText("Changed while you looked at it");
  await mainOf(page)
    .getByRole("button", { name: "Close", exact: true })
    .click();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
});

test("the end of a job that was called off takes the focus over", async ({
  orders: page,
  stack,
}) => {
  const job = await slowJob(stack);
  await page.goto(`${stack.url}/#/jobs/${job}`);
  await page.getByRole("button", { name: "Cancel the rest" }).press("Enter");
  const state = mainOf(page).getByText("Cancelled").locator("..");
  await expect(state).toBeVisible();
  await expect(state).toBeFocused();
  await endSlowJob(stack, job);
});

test("messages are in sight wherever one scrolled, and F6 leads to them", async ({
  orders: page,
  stack,
}) => {
  const order = await seek(stack, ready);
  await showOrder(page, stack, order);
  await page.keyboard.press("h");
  await dialogOf(page).getByRole("button", { name: "Hold" }).click();
  const message = page.getByText(`Order ${order.number}: on hold.`);
  await expect(message).toBeInViewport();
  // It goes after a while, unless the pointer is on it.
  await message.hover();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await expect(message).toBeInViewport();
  // In front of a dialog, and not hidden by it from those who listen.
  await expect(dialogOf(page)).toHaveCount(0);
  await page.keyboard.press("e");
  await expect(dialogOf(page)).toBeVisible();
  const news = page.getByRole("region", { name: "Messages" });
  await expect(news).toContainText("on hold");
  await page.keyboard.press("F6");
  await expect(news).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(news.getByRole("button", { name: "Undo" })).toBeFocused();
  await page.keyboard.press("Escape");
  expect(await isWithin(page)).toBe(true);
  await page.keyboard.press("Escape");
  await expect(dialogOf(page)).toHaveCount(0);
});

test.describe("a dialog that is closed while it waits", () => {
  test.use({ forgiven: ["ERR_FAILED"] });
  test("has its failure told all the same", async ({ orders: page, stack }) => {
    await showOrder(page, stack, await seek(stack, ready));
    let fail = () => {};
    const closed = new Promise<void>((then) => (fail = then));
    await page.route("**/hold", async (route) => {
      await closed;
      await route.abort();
    });
    await page.keyboard.press("h");
    await dialogOf(page).getByRole("button", { name: "Hold" }).click();
    await page.mouse.click(8, 400);
    await expect(dialogOf(page)).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialogOf(page)).toHaveCount(0);
    fail();
    await expect(
      page.getByText("Hold: The server does not answer."),
    ).toBeVisible();
  });
});
