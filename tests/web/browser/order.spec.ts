import AxeBuilder from "@axe-core/playwright";
import { expect, rowsOf, test } from "../fixtures";
import { ready, seek } from "../orders";
import type { Page } from "@playwright/test";
import type { Order } from "../../../web/src/order/types";
import type { Stack } from "../stack";

const main = (page: Page) => page.getByRole("main");
const dialogOf = (page: Page) => page.getByRole("dialog");
const card = (page: Page, name: string) =>
  main(page).getByRole("region", { name, exact: true });

/** An order nobody else of these tests changes: counting down, in its page. */
async function open(page: Page, stack: Stack): Promise<Order> {
  const order = await seek(
    stack,
    (o) =>
      ready(o) &&
      !!o.lines[0]?.personalization.preview &&
      // Some of the sandbox's buyers live where no parcel goes.
      !o.shipping.line1.includes("Nowhere"),
  );
  await show(page, stack, order);
  return order;
}

async function show(page: Page, stack: Stack, order: Order) {
  await page.goto(`${stack.url}/#/orders/shop/${order.id}`);
  await expect(
    page.getByRole("heading", { level: 1, name: `Order ${order.number}` }),
  ).toBeVisible();
  await expect(card(page, "Why it is so")).toContainText("Decided by");
}

/** Let go while it is only being written, a hold would land all the same. */
const heldInStore = (page: Page) =>
  expect(card(page, "Status").locator(".badge").first()).toHaveText("On hold");

test("an order is held by a key and let go again, each said before", async ({
  orders: page,
  stack,
}) => {
  const { number } = await open(page, stack);
  await expect(card(page, "Countdown")).toContainText("left");
  await page.keyboard.press("h");
  await expect(dialogOf(page)).toContainText(
    /The countdown stops with .* left; the store's order becomes On hold/,
  );
  await dialogOf(page).getByRole("button", { name: "Hold" }).click();
  await expect(dialogOf(page)).toHaveCount(0);
  await expect(page.getByText(`Order ${number}: on hold.`)).toBeVisible();
  await expect(card(page, "Countdown")).toContainText("Paused");
  await heldInStore(page);
  // One's own doing is no news.
  await expect(main(page).getByText("Changed while you")).toHaveCount(0);
  // The button is gone with what it did: the heading is where one is.
  const focused = page.locator(":focus");
  await expect(focused).toHaveText(`Order ${number}`);
  await page.getByRole("button", { name: "Release" }).click();
  await dialogOf(page).getByRole("button", { name: "Release" }).click();
  await expect(card(page, "Countdown")).toContainText("left");
  await expect(card(page, "Timeline")).toContainText("countdown.paused");
});

test("a hold can be taken back from its message", async ({
  orders: page,
  stack,
}) => {
  const { number } = await open(page, stack);
  await page.getByRole("button", { name: "Hold", exact: true }).click();
  await dialogOf(page).getByRole("button", { name: "Hold" }).click();
  // It goes after a while, unless the pointer is on it.
  await page.getByText(`Order ${number}: on hold.`).hover();
  await heldInStore(page);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(card(page, "Status")).toContainText("Processing");
});

test("more time moves the end, and nonsense is told what to be", async ({
  orders: page,
  stack,
}) => {
  const order = await open(page, stack);
  await page.keyboard.press("e");
  const dialog = dialogOf(page);
  await dialog.getByLabel("By how much").selectOption("Another span");
  await dialog.getByRole("button", { name: "Extend" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Give a span");
  await dialog.getByLabel("Span").fill("2 h");
  await expect(dialog).toContainText("instead of");
  await dialog.getByRole("button", { name: "Extend" }).click();
  await expect(dialog).toHaveCount(0);
  const now = await stack.api<Order>("GET", `/orders/shop/${order.id}`);
  expect(Date.parse(now.countdown.due ?? "")).toBe(
    Date.parse(order.countdown.due ?? "") + 7_200_000,
  );
});

test("what changes under an open dialog is told, and stops the act", async ({
  orders: page,
  stack,
}) => {
  const order = await open(page, stack);
  await page.getByRole("button", { name: "Restart" }).click();
  const dialog = dialogOf(page);
  await expect(dialog).toContainText("The countdown ends");
  await stack.setInShop(order.id, "cancelled");
  await expect(dialog).toContainText("The order changed while this was open");
  await expect(dialog).toContainText("Store status: Processing → Cancelled");
  await expect(dialog).toContainText("This can not be done now");
  await page.keyboard.press("Escape");
  await expect(card(page, "Status")).toContainText("Cancelled");
  await expect(main(page)).toContainText("Changed while you looked at it");
});

test("a change that was not seen has to be seen before the act", async ({
  orders: page,
  stack,
}) => {
  const order = await open(page, stack);
  await page.keyboard.press("s");
  const dialog = dialogOf(page);
  const submit = dialog.getByRole("button", { name: "Submit now" });
  await stack.api("POST", `/orders/shop/${order.id}/extend`, { minutes: 60 });
  await expect(dialog).toContainText("The countdown ends at another time");
  await submit.click();
  await expect(dialog).toContainText("First look at what changed");
  await dialog.getByRole("button", { name: /^Go on/ }).click();
  await submit.click();
  await expect(dialog).toHaveCount(0);
  await expect(card(page, "Countdown")).toContainText("Submitted");
  await expect(card(page, "Providers")).toContainText("Accepted");
  // What has been submitted can not be submitted again.
  await page.keyboard.press("s");
  await expect(dialog).toHaveCount(0);
});

test.describe("an act on an old version", () => {
  test.use({ forgiven: ["412"] });

  /** The first tries carry a version of long ago. */
  async function outdate(page: Page, order: Order, tries: number) {
    await page.route(`**/orders/shop/${order.id}/hold`, (route) => {
      const headers = { ...route.request().headers() };
      if (tries-- > 0) headers["if-match"] = '"1"';
      return route.continue({ headers });
    });
  }

  test("is done when nothing changed for a person", async ({
    orders: page,
    stack,
  }) => {
    await outdate(page, await open(page, stack), 1);
    await page.keyboard.press("h");
    await dialogOf(page).getByRole("button", { name: "Hold" }).click();
    await expect(card(page, "Countdown")).toContainText("Paused");
  });

  test("does nothing at last, and says so", async ({ orders: page, stack }) => {
    const order = await open(page, stack);
    await outdate(page, order, 99);
    await page.keyboard.press("h");
    await dialogOf(page).getByRole("button", { name: "Hold" }).click();
    await expect(dialogOf(page).getByRole("alert")).toContainText(
      "nothing was done",
    );
    const now = await stack.api<Order>("GET", `/orders/shop/${order.id}`);
    expect(now.status).toBe("processing");
  });
});

test("the store's status is changed with each effect beside it", async ({
  orders: page,
  stack,
}) => {
  await open(page, stack);
  await page.getByRole("button", { name: "Change the store status" }).click();
  const dialog = dialogOf(page);
  const act = dialog.getByRole("button", { name: "Change status" });
  await act.click();
  await expect(dialog.getByRole("alert")).toContainText("Choose the status");
  await dialog.getByLabel("Cancelled").check();
  await expect(dialog).toContainText("The countdown ends");
  await act.click();
  await expect(card(page, "Status")).toContainText("Cancelled");
});

test("pictures are looked through by keys, side by side", async ({
  orders: page,
  stack,
}) => {
  await open(page, stack);
  const button = page.getByRole("button", { name: /^View Design/ }).first();
  await button.focus();
  await page.keyboard.press("Enter");
  const dialog = dialogOf(page);
  await expect(dialog).toContainText("Pixels");
  const title = dialog.getByRole("heading", { level: 1 });
  await expect(title).toContainText("Final design");
  await page.keyboard.press("ArrowLeft");
  await expect(title).toContainText("Live preview");
  await dialog.getByRole("button", { name: "Preview beside design" }).click();
  await expect(dialog.getByRole("figure")).toHaveCount(2);
  await expect(dialog.getByRole("figure").last()).toContainText("Check");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(button).toBeFocused();
});

test("one goes along the list and back to it", async ({
  orders: page,
  stack,
}) => {
  const keys = await page
    .locator("[data-order]")
    .evaluateAll((all) => all.map((a) => a.getAttribute("data-order")));
  await rowsOf(page).first().locator("[data-order]").click();
  await expect(page).toHaveURL(`${stack.url}/#/orders/${keys[0]}`);
  await expect(page.getByText(/^1 of \d+$/)).toBeVisible();
  await page.keyboard.press("j");
  await expect(page).toHaveURL(`${stack.url}/#/orders/${keys[1]}`);
  await page.getByRole("link", { name: "Previous order" }).click();
  await expect(page).toHaveURL(`${stack.url}/#/orders/${keys[0]}`);
  await expect(page.getByText(/^1 of \d+$/)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(rowsOf(page).first()).toBeVisible();
});

test("the timeline is narrowed to people, and shows what was sent", async ({
  orders: page,
  stack,
}) => {
  const order = await open(page, stack);
  await stack.api("POST", `/orders/shop/${order.id}/submit`, {});
  const timeline = card(page, "Timeline");
  await expect(timeline).toContainText("part.accepted");
  await timeline.getByRole("button", { name: "Person" }).click();
  await expect(timeline).not.toContainText("part.accepted");
  await expect(timeline).toContainText("submission.requested");
  await timeline.getByLabel("Show").selectOption("Print files");
  await expect(timeline).toContainText("Nothing of that kind happened");
  await timeline.getByLabel("Show").selectOption("Submission");
  await timeline.getByRole("button", { name: "Person" }).click();
  await timeline.getByRole("button", { name: "Show payload" }).first().click();
  await dialogOf(page).getByText("What was sent", { exact: true }).click();
  await expect(dialogOf(page).locator("pre").first()).toContainText("{");
});

test("a viewer sees all and can change nothing", async ({
  page,
  stack,
  enter,
}) => {
  await enter(page, "viewer");
  await open(page, stack);
  for (const name of ["Submit", "Hold", "Hold until…", "Extend…", "Restart"])
    await expect(
      main(page).getByRole("button", { name, exact: true }),
    ).toHaveCount(0);
  await expect(main(page).getByText("Change…")).toHaveCount(0);
  await expect(main(page).getByRole("link", { name: "Evidence" })).toHaveCount(
    0,
  );
  await page.keyboard.press("s");
  await expect(dialogOf(page)).toHaveCount(0);
});

test.describe("whatever an order holds", () => {
  // Pictures that do not load are said to the console, too.
  test.use({ forgiven: ["Failed to load resource", "ERR_"] });
  test("is text, and no link leads astray", async ({ orders: page, stack }) => {
    const bad = '<img src=x onerror="window.hit=1"><script>hit=1</script>&amp;';
    const script = "javascript:window.hit=1";
    await page.route(/\/api\/v1\/orders\/shop\/\d+$/, async (route) => {
      const response = await route.fetch();
      const order = (await response.json()) as Order;
      const [line] = order.lines;
      if (!line) throw new Error("an order without lines");
      line.name = bad;
      line.product_url = script;
      line.image = script;
      line.personalization = {
        options: [{ name: bad, value: bad.repeat(9) }],
        preview: "data:text/html,<script>window.hit=1</script>",
        print_files: [{ url: "https://a:b@evil.example/x", key: bad }],
        client_images: ["https://127.0.0.1:1/x.png"],
      };
      order.customer_note = bad;
      order.shipping.first_name = bad;
      order.store_admin_url = script;
      order.shipments = [
        {
          reference: "7-a-1",
          carrier: bad,
          number: bad,
          url: script,
          lines: [],
          seen: order.created,
          in_store: false,
        },
      ];
      await route.fulfill({ json: order });
    });
    await open(page, stack);
    await expect(main(page)).toContainText(bad);
    await expect(main(page)).toContainText("can not be shown here");
    expect(await page.evaluate(() => "hit" in window)).toBe(false);
    const links = await main(page)
      .locator("a[href]")
      .evaluateAll((all) =>
        all.map((a) => ({
          to: a.getAttribute("href") ?? "",
          rel: a.getAttribute("rel") ?? "",
        })),
      );
    for (const { to, rel } of links) {
      expect(to).toMatch(/^(#\/|\/api\/v1\/|https?:\/\/)/);
      if (to.startsWith("http")) expect(rel).toBe("noopener noreferrer");
    }
    await expect(main(page).getByText("Edit order")).toHaveCount(0);
    await page.unrouteAll({ behavior: "ignoreErrors" });
  });
});

async function clean(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(
    violations.map((v) => [v.id, v.help, v.nodes.map((n) => n.html)]),
  ).toEqual([]);
}

for (const colorScheme of ["light", "dark"] as const)
  test.describe(`in ${colorScheme}`, () => {
    // What fades in has another contrast meanwhile.
    const contextOptions = { reducedMotion: "reduce" } as const;
    test.use({ colorScheme, contextOptions });
    test("the order page has no fault that axe finds", async ({
      orders: page,
      stack,
    }) => {
      await open(page, stack);
      await clean(page);
      for (const name of ["Extend…", "Hold until…"]) {
        await page.getByRole("button", { name }).click();
        await expect(dialogOf(page)).toBeVisible();
        await clean(page);
        await page.keyboard.press("Escape");
        await expect(dialogOf(page)).toHaveCount(0);
      }
      await page.getByRole("button", { name: "Change the type" }).click();
      await expect(dialogOf(page)).toBeVisible();
      await clean(page);
      await page.keyboard.press("Escape");
      await page
        .getByRole("button", { name: /^View: / })
        .first()
        .click();
      await expect(dialogOf(page).getByRole("figure")).toBeVisible();
      await clean(page);
    });
  });

test.describe("on a telephone", () => {
  test.use({ viewport: { width: 360, height: 740 } });
  test("nothing of it is wider than the screen", async ({ page, stack }) => {
    await page.goto(await stack.link());
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await open(page, stack);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth),
    ).toBe(360);
  });
});
