// A browser in another zone and language than the service and the store, and
// one that is narrow.
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../fixtures";
import {
  cardOf,
  dialogOf,
  mainOf,
  onceOrder,
  orderOf,
  ready,
  seek,
  showOrder,
} from "../orders";
import { Stack } from "../stack";
import type { Page } from "@playwright/test";

test.describe("in Tokyo, in German", () => {
  test.use({ timezoneId: "Asia/Tokyo", locale: "de-DE" });
  test("times and money are written as they are there", async ({
    orders: page,
    stack,
  }) => {
    const order = await seek(stack, ready);
    await showOrder(page, stack, order);
    const due = new Intl.DateTimeFormat("de-DE", {
      ...{ dateStyle: "medium", timeStyle: "short" },
      timeZone: "Asia/Tokyo",
    } as const).format(Date.parse(order.countdown.due ?? ""));
    await expect(cardOf(page, "Countdown")).toContainText(due);
    const total = new Intl.NumberFormat("de-DE", {
      style: "currency",
      currency: order.currency,
    }).format(Number(order.total));
    await expect(cardOf(page, "Shipping and totals")).toContainText(total);
    // What is typed is of this zone, too.
    await page.getByRole("button", { name: "Hold until…" }).click();
    const dialog = dialogOf(page);
    await dialog.getByLabel("Until").fill("2099-03-01T10:00");
    await dialog.getByRole("button", { name: "Hold until then" }).click();
    await expect(dialog).toHaveCount(0);
    const held = await orderOf(stack, order.id);
    expect(held.countdown.hold_until).toContain("2099-03-01T01:00:00");
  });
});

test("what time it is where the store is comes to pointer and keyboard", async ({
  page,
}) => {
  const own = new Stack();
  try {
    await own.start(0);
    await own.stopDaemon();
    await own.startDaemon("", { store: 'timezone = "Asia/Tokyo"' });
    await page.goto(await own.link());
    await expect(page.getByRole("heading", { name: "Home" })).toBeVisible();
    await showOrder(page, own, { id: await own.order() });
    const end = cardOf(page, "Countdown").locator("time").first();
    // The store's zone is known a moment after the order is.
    await expect(end).toHaveAttribute("tabindex", "0");
    await end.focus();
    await expect(page.getByRole("tooltip")).toContainText("(Asia/Tokyo)");
    await expect(page.getByRole("tooltip")).toContainText("GMT+9");
    await expect(end).toHaveAccessibleDescription(/Asia\/Tokyo/);
  } finally {
    await own.stop();
  }
});

test("words from right to left leave their neighbours where they are", async ({
  orders: page,
  stack,
}) => {
  const words = ["כרטיס אשראי", "99123"];
  const id = await stack.order({
    ...{ payment_method: "card", payment_method_title: words[0] },
    transaction_id: words[1],
  });
  await showOrder(page, stack, { id });
  // Digits that follow Hebrew in one run stand at its left.
  const [title, number] = await cardOf(page, "Shipping and totals")
    .locator("dd", { hasText: words[0] ?? "" })
    .evaluate((at, all) => {
      const range = document.createRange();
      return all.map((word) => {
        const texts = document.createTreeWalker(at, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
          const text = texts.currentNode as Text;
          const from = text.data.indexOf(word);
          if (from < 0) continue;
          range.setStart(text, from);
          range.setEnd(text, from + word.length);
          return range.getBoundingClientRect().left;
        }
        return NaN;
      });
    }, words);
  expect(title).toBeLessThan(number ?? NaN);
});

async function clean(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(
    violations.map((v) => [v.id, v.help, v.nodes.map((n) => n.html)]),
  ).toEqual([]);
}

const widthOf = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth);

test.describe("on a telephone", () => {
  test.use({
    viewport: { width: 360, height: 740 },
  });

  test("the order page and the dialogs of its parts have no fault", async ({
    page,
    stack,
  }) => {
    const sent = await stack.order();
    await stack.api("POST", `/orders/shop/${sent}/submit`, {});
    await onceOrder(
      stack,
      { id: sent },
      "it has shipped",
      (o) => o.fulfilled && o.status === "completed",
    );
    const unclear = await stack.order();
    for (const [kind, match, count] of [
      ["drop_after", "submit", 1],
      ["503", "lookup", -1],
    ])
      await stack.control("faults", {
        target: "customcat",
        kind,
        match,
        count,
      });
    await stack.api("POST", `/orders/shop/${unclear}/submit`, {});
    await onceOrder(stack, { id: unclear }, "it can be resolved", (o) =>
      o.parts.some((p) => p.actions.resolve_there.allowed),
    );
    await page.goto(await stack.link());
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

    for (const [id, button] of [
      [sent, "Make once more…"],
      [unclear, "Resolve…"],
    ] as const) {
      await showOrder(page, stack, { id });
      await clean(page);
      expect(await widthOf(page)).toBe(360);
      await mainOf(page).getByRole("button", { name: button }).first().click();
      await expect(dialogOf(page)).toBeVisible();
      await clean(page);
      expect(await widthOf(page)).toBe(360);
      await page.keyboard.press("Escape");
      await expect(dialogOf(page)).toHaveCount(0);
    }
    await stack.control("faults", undefined, "DELETE");
  });
});
