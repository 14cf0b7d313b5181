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
