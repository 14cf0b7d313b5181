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
    { scope: "worker", timeout: 180_000 },
  ],

  // eslint-disable-next-line no-empty-pattern
  forgiven: async ({}, use) => use([]),

  page: async ({ page, forgiven }, use) => {
    const errors: string[] = [];
    // Who is asked for, before anybody is there.
    const nobody = /status of 401 .*\/api\/v1\/(session|me\/preferences)/;
    // The order moved on between look and act: the page looks again and asks.
    const movedOn = /status of 412 .*\/api\/v1\/orders\/[^/]+\/\d+\/\w+/;
    const note = (text: string) => {
      if (nobody.test(text) || movedOn.test(text)) return;
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
      await logIn(page, stack, name);
      await expect(rowsOf(page).first()).toBeVisible();
    }),
});

export { expect };

/** At the orders, whether or not they are seen then. */
export async function logIn(
  page: Page,
  stack: Stack,
  name: keyof typeof passwords,
) {
  await page.goto(`${stack.url}/#/orders`);
  await page.getByLabel("Name").fill(name === "operator" ? "olga" : "vera");
  await page.getByLabel("Password").fill(passwords[name]);
  await page.getByRole("button", { name: "Log in" }).click();
}

/** What the server has of a preference: it is told a moment after the choice,
 *  and not by a page that was closed before. */
export const keptOf = (page: Page, name: string) =>
  page.evaluate(async (of) => {
    const answer = await fetch("/api/v1/me/preferences");
    return ((await answer.json()) as Record<string, unknown>)[of];
  }, name);

/** The list is of that tab, and so are its rows: a place one goes to by its
 *  address is drawn a moment later. */
export async function onTab(page: Page, name: string) {
  await expect(
    page
      .getByRole("navigation", { name: "Orders by state" })
      .getByRole("link", { name: new RegExp(`^${name}`) }),
  ).toHaveAttribute("aria-current", "page");
  await settled(page);
}

/** The rows are of the question that is asked. */
export const settled = (page: Page) =>
  expect(page.locator(".list")).toHaveAttribute("aria-busy", "false");

export const rowsOf = (page: Page) =>
  page.getByRole("table", { name: "Orders" }).locator("tbody tr");

/** The numbers of the orders as they stand, "#12". */
export const numbersOf = (page: Page) =>
  page.locator("[data-order]").allTextContents();
