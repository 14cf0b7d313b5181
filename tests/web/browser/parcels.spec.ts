// From the countdown's end to the parcels: what goes by itself, what waits,
// and what comes back.
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
import { clocksCanDiffer, Stack } from "../stack";

test("parcels show as they leave, and the order is completed", async ({
  orders: page,
  stack,
}) => {
  const id = await stack.order();
  await showOrder(page, stack, { id });
  await stack.api("POST", `/orders/shop/${id}/submit`, {});
  const parcels = cardOf(page, "Tracking").locator(".parcels > li");
  await expect(parcels).toHaveCount(2);
  for (const parcel of await parcels.all())
    await expect(parcel).toContainText(/\d{8}.*In the store/);
  await expect(cardOf(page, "Tracking")).toContainText(
    "All that can be shipped has been.",
  );
  await expect(cardOf(page, "Status")).toContainText("Completed");
  // The provider is where one looks for all that follows.
  await page.getByRole("button", { name: "See it at the provider" }).click();
  await expect(
    cardOf(page, "Providers").getByRole("heading", { name: "Providers" }),
  ).toBeFocused();
});

test("a hold has an end that is said before it is made", async ({
  orders: page,
  stack,
}) => {
  const order = await seek(stack, ready);
  await showOrder(page, stack, order);
  await page.getByRole("button", { name: "Hold until…" }).click();
  const dialog = dialogOf(page);
  await dialog.getByLabel("Until").fill("2001-01-01T10:00");
  await dialog.getByRole("button", { name: "Hold until then" }).click();
  await expect(dialog.getByRole("alert")).toContainText("That time is over");
  await dialog.getByLabel("Until").fill("2099-03-01T10:00");
  await expect(dialog).toContainText("The hold ends by itself Mar 1, 2099");
  await dialog.getByRole("button", { name: "Hold until then" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(cardOf(page, "Countdown")).toContainText("Paused");
  await expect(cardOf(page, "Countdown")).toContainText("Mar 1, 2099");
  const held = await orderOf(stack, order.id);
  expect(held.countdown.hold_until).toContain("2099-03-01T10:00:00");
});

test("the store's own On hold pauses, and Processing goes on", async ({
  orders: page,
  stack,
}) => {
  const order = await seek(stack, ready);
  await showOrder(page, stack, order);
  const countdown = cardOf(page, "Countdown");
  await stack.setInShop(order.id, "on-hold");
  await expect(countdown).toContainText("Paused");
  await expect(countdown).toContainText("are kept; it goes on from there");
  await stack.setInShop(order.id, "processing");
  await expect(countdown).toContainText("left");
  await expect(countdown).not.toContainText("Paused");
});

test("an order is treated as what a person says it is", async ({
  orders: page,
  stack,
}) => {
  const order = await seek(stack, ready);
  await showOrder(page, stack, order);
  await page.getByRole("button", { name: "Change the type" }).click();
  const dialog = dialogOf(page);
  const act = dialog.getByRole("button", { name: "Change type" });
  await act.click();
  await expect(dialog.getByRole("alert")).toContainText("It is In-app already");
  await dialog.getByRole("radio", { name: "Others" }).check();
  await act.click();
  await expect(dialog).toHaveCount(0);
  await expect(cardOf(page, "Status")).toContainText("Others set by a person");
  await expect(cardOf(page, "Countdown")).toContainText(
    "only in-app orders submit themselves",
  );
});

test("more time is given once, though its first answer was lost", async ({
  orders: page,
  stack,
  forgiven,
}) => {
  forgiven.push("ERR_FAILED");
  const order = await seek(stack, ready);
  await stack.api("POST", `/orders/shop/${order.id}/hold`, {});
  const held = await onceOrder(
    stack,
    order,
    "the store has it on hold",
    (o) => o.status === "on-hold" && o.countdown.state === "paused",
  );
  await showOrder(page, stack, order);
  // It is done, and the line breaks before the answer is there.
  await page.route(
    "**/extend",
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await page.getByRole("button", { name: "Extend…" }).click();
  const dialog = dialogOf(page);
  const extend = dialog.getByRole("button", { name: "Extend" });
  await extend.click();
  await expect(dialog).toContainText("The server does not answer");
  await expect(dialog).toContainText("Time kept:");
  await dialog.getByRole("button", { name: /^Go on/ }).click();
  await extend.click();
  await expect(dialog).toHaveCount(0);
  const now = await orderOf(stack, order.id);
  expect(now.countdown.remaining_ms).toBe(
    (held.countdown.remaining_ms ?? 0) + 3_600_000,
  );
});

test.describe("where countdowns are short and twins are held", () => {
  let own: Stack;
  test.beforeAll(async () => {
    own = new Stack();
    await own.start(0);
  });
  test.afterAll(() => own.stop());

  const times = (delay: string, twins: string) => `
[store.countdown]
delay = "${delay}"
grace = "${delay}"
resume_grace = "${delay}"
twin_window = "${twins}"
`;

  test("an in-app order goes at zero, another type waits", async ({ page }) => {
    await own.stopDaemon();
    await own.startDaemon(times("5s", "0s"));
    await page.goto(await own.link());
    await expect(page.getByRole("heading", { name: "Home" })).toBeVisible();
    const amazon = await own.order({
      created_via: "amazon",
      meta_data: [
        { key: "_wpla_amazon_order_id", value: "113-0000000-0000001" },
        { key: "_wpla_amazon_fulfillment_channel", value: "MFN" },
      ],
    });
    const inApp = await own.order();
    await showOrder(page, own, { id: inApp });
    await expect(cardOf(page, "Countdown")).toContainText("Submitted");
    await expect(cardOf(page, "Timeline")).toContainText("countdown.");
    await showOrder(page, own, { id: amazon });
    await expect(cardOf(page, "Status")).toContainText("Amazon");
    await expect(cardOf(page, "Countdown")).toContainText("waits for a person");
    expect((await orderOf(own, amazon)).submit_status).toBe("blank");
  });

  test("a twin is held until a person says that both are real", async ({
    page,
  }) => {
    await own.stopDaemon();
    await own.startDaemon(times("2h", "1h"));
    await page.goto(await own.link());
    await expect(page.getByRole("heading", { name: "Home" })).toBeVisible();
    const billing = { email: "bo@example.com", first_name: "Bo" };
    const first = await own.order({ billing });
    const second = await own.order({ billing });
    await showOrder(page, own, { id: second });
    await expect(mainOf(page)).toContainText("Looks like the same purchase");
    await expect(
      mainOf(page)
        .getByRole("link", { name: `#${first}` })
        .first(),
    ).toBeVisible();
    await page.getByRole("button", { name: "Both are real" }).first().click();
    await expect(dialogOf(page)).toContainText("meant to order twice");
    await dialogOf(page).getByRole("button", { name: "Both are real" }).click();
    await expect(dialogOf(page)).toHaveCount(0);
    await expect(mainOf(page)).toContainText("both were said to be real");
    await expect(cardOf(page, "Countdown")).toContainText("left");
  });

  test("after a downtime the overdue wait until somebody says they may go", async ({
    page,
  }) => {
    test.skip(!clocksCanDiffer, "libfaketime is not installed");
    await own.stopDaemon();
    await own.startDaemon(times("5m", "0s"));
    const id = await own.order();
    await own.stopDaemon();
    await own.startDaemon(times("5m", "0s"), {
      countdown: "catch_up_ask_above = 0",
      ahead: 690,
    });
    await page.goto(await own.link());
    await expect(mainOf(page)).toContainText("May they go?");
    await page.getByRole("button", { name: "Submit them…" }).click();
    await dialogOf(page)
      .getByRole("button", { name: "Submit 1 order" })
      .click();
    await expect(mainOf(page)).not.toContainText("May they go?");
    await onceOrder(
      own,
      { id },
      "it goes",
      (o) => o.submit_status === "submitted",
    );
  });
});
