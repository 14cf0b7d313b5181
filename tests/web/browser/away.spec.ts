// What one was at when the session ended, or the server could not be reached.
import { expect, passwords, rowsOf, test } from "../fixtures";
import type { Page } from "@playwright/test";

const ids = (page: Page) => page.getByRole("dialog").getByLabel("Order IDs");

async function logIn(page: Page, name: "olga" | "vera") {
  await page.getByLabel("Name").fill(name);
  await page
    .getByLabel("Password")
    .fill(passwords[name === "olga" ? "operator" : "viewer"]);
  await page.getByRole("button", { name: "Log in" }).click();
}

test.describe("a session that ends", () => {
  test.use({ forgiven: ["401", "ERR_FAILED"] });

  /** Half-way through an import, the server knows nobody any more. */
  async function lose(page: Page) {
    await page.getByRole("button", { name: "Import orders" }).click();
    await page.getByRole("radio", { name: "By IDs" }).check();
    await ids(page).fill("17, 18");
    // The list is read now and then: refused before the click, that would ask
    // for the login.
    const list = /\/api\/v1\/orders\?/;
    await page.route(list, (route) => route.abort());
    await page.context().clearCookies();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: "Import orders" })
      .click();
    await expect(page.getByText("Your session has ended")).toBeVisible();
    await page.unroute(list);
  }

  test("leaves what was typed to whoever typed it", async ({ page, enter }) => {
    await enter(page, "operator");
    await lose(page);
    await expect(page.getByLabel("Name")).toBeFocused();
    // Nobody hears of what stands behind, and keys reach none of it.
    await expect(page.getByRole("main")).toHaveCount(1);
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await page.getByRole("heading", { name: "Log in" }).click();
    await page.keyboard.press("?");
    await logIn(page, "olga");
    await expect(ids(page)).toHaveValue("17, 18");
    await expect(page.getByRole("dialog")).toHaveCount(1);
    await expect(page.getByRole("dialog").getByText("try again")).toBeVisible();
    await expect(page).toHaveTitle(/^Orders/);
    await page.keyboard.press("Escape");
    await expect(rowsOf(page).first()).toBeVisible();
  });

  test("leaves nothing to somebody else", async ({ page, enter }) => {
    await enter(page, "operator");
    await lose(page);
    await logIn(page, "vera");
    await expect(rowsOf(page).first()).toBeVisible();
    await expect(page.getByRole("button", { name: /^vera/ })).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(page.locator("textarea")).toHaveCount(0);
  });

  test("a link brings them back to it, too", async ({ page, enter, stack }) => {
    await enter(page, "operator");
    await lose(page);
    await page.goto(await stack.link("olga"));
    await expect(ids(page)).toHaveValue("17, 18");
    expect(page.url()).toContain("#/orders");
  });
});

test.describe("a server that is not there yet", () => {
  test.use({ forgiven: ["ERR_", "Failed to load resource"] });
  test("is asked again without anybody's help", async ({ page, stack }) => {
    await page.route("**/api/v1/session", (route) => route.abort());
    await page.goto(stack.url);
    await expect(page.getByText("The server can not be reached")).toBeVisible();
    await page.unroute("**/api/v1/session");
    await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
  });
});
