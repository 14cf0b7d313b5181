// Orders that say what no honest buyer says: all of it is text, everywhere.
import type { Page } from "@playwright/test";
import { expect, rowsOf, test } from "../fixtures";
import type { Stack } from "../stack";
import { place } from "./place";

const markup = `<img src=x onerror="window.pwned=1">`;
// The store's tags are taken out; what it escaped is read as what it means.
const escaped = (text: string) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;");
const rtl = "שלום";
const long = "N".repeat(10_000);
const sku = `CC-"'<i>`;

const address = (first_name: string, last_name: string, city: string) => {
  const who = { first_name, last_name, city, country: "IL", state: "" };
  return { billing: { ...who, email: "mallory@example.com" }, shipping: who };
};

const line = {
  sku,
  name: escaped(`<b>Mug</b> ${rtl}`),
  quantity: 2,
  meta_data: [
    { key: "Name", value: `</script>${markup}` },
    { key: "_dastomize_preview", value: "javascript:window.pwned=2" },
    { key: "_dastomize_print_file", value: "javascript:window.pwned=3" },
    { key: "_dastomize_client_image", value: `https://x.invalid/"${markup}` },
  ],
};

const put = (stack: Stack, order: object) =>
  place(stack, { line_items: [line], ...order });

interface Placed {
  marked: number;
  fromRight: number;
  endless: number;
}
let placed: Placed | null = null;

// The stack is one for all tests: they are placed once.
const all = async (stack: Stack): Promise<Placed> =>
  (placed ??= {
    marked: await put(stack, {
      ...address(escaped(markup), markup, escaped("<script>window.pwned=4")),
      customer_note: escaped(markup),
      payment_method_title: escaped("<u>Card</u>"),
    }),
    fromRight: await put(stack, address(rtl, "עולם", "תל אביב")),
    endless: await put(stack, address(long, "", long)),
  });

/** No markup of theirs was taken for markup, and nothing is too wide. */
async function isOnlyText(page: Page) {
  const found = await page.evaluate(() => ({
    pwned: (window as { pwned?: number }).pwned ?? 0,
    elements: document.querySelectorAll(
      "[onerror], [src='x'], [href^='javascript:' i], [src^='javascript:' i]," +
        "main b, main i, main u, dialog b, main script",
    ).length,
    wide: document.documentElement.scrollWidth > innerWidth,
  }));
  expect(found).toEqual({ pwned: 0, elements: 0, wide: false });
}

const listOf = (stack: Stack) =>
  `${stack.url}/#/orders?search=mallory@example.com&search_in=email`;

const rowOf = (page: Page, id: number) =>
  rowsOf(page).filter({ has: page.locator(`[data-order="shop/${id}"]`) });

/** Where a piece of text begins and ends on the screen. */
const spanOf = (page: Page, within: string, text: string) =>
  page.locator(within).evaluate((at, wanted) => {
    const walk = document.createTreeWalker(at, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const from = node.textContent?.indexOf(wanted) ?? -1;
      if (from < 0) continue;
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, from + wanted.length);
      const { left, right } = range.getBoundingClientRect();
      return { left, right };
    }
    throw new Error(`${wanted} is not there`);
  }, text);

test("the list shows what they say as text", async ({
  orders: page,
  stack,
}) => {
  const { marked, fromRight, endless } = await all(stack);
  await page.goto(listOf(stack));
  await expect(rowsOf(page)).toHaveCount(3);
  await expect(rowOf(page, marked)).toContainText(markup);
  await expect(rowOf(page, fromRight)).toContainText(rtl);
  await expect(rowOf(page, endless)).toContainText("NNNN");
  await isOnlyText(page);
  // What is cut off is under the pointer, and the row is as low as any.
  const { height = 0 } = (await rowOf(page, endless).boundingBox()) ?? {};
  expect(height).toBeLessThan(120);
});

test("a SKU with quotes is found by its field", async ({
  orders: page,
  stack,
}) => {
  const { marked } = await all(stack);
  await page.goto(
    `${stack.url}/#/orders?search_in=sku&search=${encodeURIComponent(sku)}`,
  );
  await expect(rowOf(page, marked)).toHaveCount(1);
  await expect(rowsOf(page)).toHaveCount(3);
});

test("cards show it as text, and what stands beside keeps its place", async ({
  orders: page,
  stack,
}) => {
  const { fromRight } = await all(stack);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(listOf(stack));
  await expect(page.locator(".order-card")).toHaveCount(3);
  const card = `[data-row="shop/${fromRight}"] p`;
  const name = await spanOf(page, card, rtl);
  const total = await page.locator(card).textContent();
  const [, digits = ""] = /(\d+\.\d\d)/.exec(total ?? "") ?? [];
  const money = await spanOf(page, card, digits);
  expect(name.right).toBeLessThan(money.left);
  await isOnlyText(page);
});

test("a peek shows it as text", async ({ orders: page, stack }) => {
  for (const id of Object.values(await all(stack))) {
    await page.goto(listOf(stack));
    await page.locator(`[data-order="shop/${id}"]`).focus();
    await page.keyboard.press("p");
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("table", { name: "Items" })).toContainText(
      "<b>Mug</b>",
    );
    await expect(dialog.getByRole("table", { name: "Items" })).toContainText(
      sku,
    );
    await isOnlyText(page);
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
  }
});

test("what would become of them is told as text", async ({
  orders: page,
  stack,
}) => {
  await all(stack);
  await page.goto(listOf(stack));
  await expect(rowsOf(page)).toHaveCount(3);
  await page.getByRole("columnheader").getByRole("checkbox").check();
  await page
    .getByRole("region", { name: "Selected orders" })
    .getByRole("button", { name: "Submit…" })
    .click();
  const dialog = page.getByRole("dialog", { name: "Submit orders" });
  await expect(dialog).toContainText("will be submitted");
  await expect(dialog.getByRole("listitem").first()).toBeVisible();
  await isOnlyText(page);
  await dialog
    .getByRole("button", { name: /Cancel|Close/ })
    .last()
    .click();
});

test("the order's page and its journal show it as text", async ({
  orders: page,
  stack,
  forgiven,
}) => {
  // The pictures of these orders are nowhere.
  forgiven.push("x.invalid", "Content Security Policy", "ERR_NAME", "404");
  for (const id of Object.values(await all(stack))) {
    await page.goto(`${stack.url}/#/orders/shop/${id}`);
    const main = page.getByRole("main");
    await expect(main.getByText("<b>Mug</b>").first()).toBeVisible();
    await expect(
      main.getByRole("heading", { name: /History|Timeline|Journal/ }),
    ).toBeVisible();
    await isOnlyText(page);
  }
});
