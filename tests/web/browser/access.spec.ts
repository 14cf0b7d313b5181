import AxeBuilder from "@axe-core/playwright";
import { expect, rowsOf, test } from "../fixtures";
import type { Page } from "@playwright/test";

async function clean(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(
    violations.map((v) => [v.id, v.help, v.nodes.map((n) => n.html)]),
  ).toEqual([]);
}

for (const colorScheme of ["light", "dark"] as const)
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test("the list has no fault that axe finds", async ({ orders: page }) => {
      await clean(page);
      await rowsOf(page).getByRole("checkbox").first().check();
      await clean(page);
    });

    test("nor have its dialogs", async ({ orders: page }) => {
      await page.getByRole("button", { name: "Import orders" }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await clean(page);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
      await page.keyboard.press("j");
      await page.keyboard.press("p");
      await expect(page.getByRole("table", { name: "Items" })).toBeVisible();
      await clean(page);
    });

    test("nor has the list at narrow width", async ({ orders: page }) => {
      await page.setViewportSize({ width: 360, height: 740 });
      await expect(page.locator(".order-card").first()).toBeVisible();
      await clean(page);
    });
  });

const others = [
  ...["/", "/jobs", "/inbox", "/freezes", "/stores", "/providers"],
  ...["/users", "/tokens", "/audit", "/account"],
];

for (const colorScheme of ["light", "dark"] as const)
  test.describe(`the other pages, ${colorScheme}`, () => {
    test.use({ colorScheme });

    for (const [width, looks] of [
      [1440, "wide"],
      [360, "narrow"],
    ] as const)
      test(`have no fault that axe finds, ${looks}`, async ({
        orders: page,
        stack,
      }) => {
        await stack.api("POST", "/tokens", {
          ...{ name: `axe-${colorScheme}-${looks}`, role: "viewer" },
        });
        await page.setViewportSize({ width, height: 740 });
        for (const place of others) {
          await page.goto(`${stack.url}/#${place}`);
          await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
          await expect(page.getByText(/^Reading /)).toHaveCount(0);
          await clean(page);
          const over = await page.evaluate(
            () => document.documentElement.scrollWidth - innerWidth,
          );
          expect(over, place).toBeLessThanOrEqual(0);
        }
      });

    test("have no fault in their dialogs", async ({ orders: page, stack }) => {
      for (const [place, button] of [
        ["/", "Freeze…"],
        ["/users", "Add user"],
        ["/users", "Change olga"],
        ["/tokens", "Make a token"],
      ] as const) {
        await page.goto(`${stack.url}/#${place}`);
        await page.getByRole("button", { name: button }).click();
        await expect(page.getByRole("dialog")).toBeVisible();
        await clean(page);
        await page.keyboard.press("Escape");
        await expect(page.getByRole("dialog")).toHaveCount(0);
      }
    });
  });

test("the login has no fault that axe finds", async ({ page, stack }) => {
  await page.goto(`${stack.url}/`);
  await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
  await clean(page);
});

test("the skip link leads past the navigation", async ({ orders: page }) => {
  await page.reload();
  await expect(rowsOf(page).first()).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});
