// What each test gets: the stack, and pages that forgive no error.
import { test as base, expect, type Page } from "@playwright/test";
import { Stack } from "./stack";

export const passwords = {
  operator: "correct horse battery",
  viewer: "only looking around",
};

interface Mine {
  /** Console errors that are expected here, by a part of their text. */
  forgiven: string[];
  /** A page of an admin, at the orders. */
  orders: Page;
  /** Logs in and shows the orders. */
  enter: (page: Page, name: keyof typeof passwords) => Promise<void>;
}

export const test = base.extend<Mine, { stack: Stack }>({
  stack: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const stack = new Stack();
      try {
        await stack.start(60);
        await stack.user("olga", "operator", passwords.operator);
        await stack.user("vera", "viewer", passwords.viewer);
        await use(stack);
      } finally {
        await stack.stop();
      }
    },
    { scope: "worker", timeout: 120_000 },
  ],

  // eslint-disable-next-line no-empty-pattern
  forgiven: async ({}, use) => use([]),

  page: async ({ page, forgiven }, use) => {
    const errors: string[] = [];
    // Who is asked for, before anybody is there.
    const nobody = /status of 401 .*\/api\/v1\/(session|me\/preferences)/;
    const note = (text: string) => {
      if (nobody.test(text)) return;
      if (!forgiven.some((f) => text.includes(f))) errors.push(text);
    };
    page.on("pageerror", (e) => note(`${e.name}: ${e.message}\n${e.stack}`));
    page.on("console", (m) => {
      if (m.type() === "error")
        note(`${m.text()} (${m.location().url}:${m.location().lineNumber})`);
    });
    await use(page);
    expect(errors).toEqual([]);
  },

  orders: async ({ page, stack }, use) => {
    await page.goto(await stack.link());
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.goto(`${stack.url}/#/orders`);
    await expect(rowsOf(page).first()).toBeVisible();
    await use(page);
  },

  enter: async ({ stack }, use) =>
    use(async (page, name) => {
      await page.goto(`${stack.url}/#/orders`);
      await page.getByLabel("Name").fill(name === "operator" ? "olga" : "vera");
      await page.getByLabel("Password").fill(passwords[name]);
      await page.getByRole("button", { name: "Log in" }).click();
      await expect(rowsOf(page).first()).toBeVisible();
    }),
});

export { expect };

export const rowsOf = (page: Page) =>
  page.getByRole("table", { name: "Orders" }).locator("tbody tr");

/** The numbers of the orders as they stand, "#12". */
export const numbersOf = (page: Page) =>
  page.locator("[data-order]").allTextContents();
