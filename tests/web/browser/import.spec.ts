// Orders are brought from the store: all, by range, and not to the end.
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures";
import { clean } from "./axe";

interface Orders {
  total: number;
}

async function begin(page: Page, fill: () => Promise<void>) {
  await page.getByRole("button", { name: "Import orders" }).click();
  const dialog = page.getByRole("dialog", { name: "Import orders" });
  await fill();
  await clean(page);
  await dialog.getByRole("button", { name: "Import orders" }).click();
  return dialog;
}

test("all orders are imported, with progress and a report", async ({
  orders: page,
  stack,
}) => {
  const { total } = await stack.api<Orders>("GET", "/orders?limit=1");
  await stack.control("faults", {
    ...{ target: "shop", match: "list", kind: "latency", ms: 8000 },
    ...{ percent: 100, count: -1 },
  });
  const dialog = await begin(page, () =>
    page.getByLabel("All", { exact: true }).check(),
  );
  await expect(dialog.getByText("Running")).toBeVisible();
  await expect(dialog.getByRole("progressbar")).toBeVisible();
  await clean(page);
  await stack.control("faults", undefined, "DELETE");
  await expect(dialog.getByText("Finished")).toBeVisible();
  await expect(dialog.getByText(`${total} as they were`)).toBeVisible();
  await clean(page);
});

test("a range of days is imported, and only that", async ({
  orders: page,
  stack,
}) => {
  const { total } = await stack.api<Orders>("GET", "/orders?limit=1");
  const range = (first: string, last: string) => async () => {
    await page.getByLabel("By range").check();
    await page.getByLabel("First day").fill(first);
    await page.getByLabel("Last day").fill(last);
  };
  const dialog = await begin(page, range("2020-01-01", "2020-12-31"));
  await expect(dialog.getByText("Finished")).toBeVisible();
  await expect(dialog.getByText("0 as they were")).toBeVisible();
  await dialog
    .getByRole("button", { name: "Close", exact: true })
    .last()
    .click();
  await expect(dialog).toHaveCount(0);
  await begin(page, range("2020-01-01", ""));
  await expect(dialog.getByText("Finished")).toBeVisible();
  await expect(dialog.getByText(`${total} as they were`)).toBeVisible();
});

test("an import is called off, and what failed is listed", async ({
  orders: page,
  stack,
}) => {
  await stack.control("faults", {
    ...{ target: "shop", match: "any", kind: "latency", ms: 1000 },
    ...{ percent: 100, count: -1 },
  });
  const dialog = await begin(page, async () => {
    await page.getByLabel("By IDs").check();
    await page.getByLabel("Order IDs").fill("500000-504999");
  });
  await dialog.getByRole("button", { name: "Cancel the rest" }).click();
  await stack.control("faults", undefined, "DELETE");
  await expect(dialog.getByText("Cancelled")).toBeVisible();
  await dialog
    .getByRole("button", { name: "Close", exact: true })
    .last()
    .click();
  await expect(dialog).toHaveCount(0);
  await begin(page, async () => {
    await page.getByLabel("By IDs").check();
    await page.getByLabel("Order IDs").fill("500000-500002");
  });
  await expect(dialog.getByText("Finished")).toBeVisible();
  const failures = dialog.getByRole("table", { name: "3 failures" });
  await expect(failures.locator("tbody tr")).toHaveCount(3);
  await expect(failures).toContainText("500001");
  await clean(page);
});
