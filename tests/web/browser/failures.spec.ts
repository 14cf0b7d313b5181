// What does not go as it should, from the reason to the mended end.
import { expect, rowsOf, test } from "../fixtures";
import {
  cardOf,
  dialogOf,
  mainOf,
  onceOrder,
  orderOf,
  seek,
  showOrder,
} from "../orders";
import type { Order } from "../../../web/src/order/types";
import type { Stack } from "../stack";

// A parcel that ships while a dialog is open is a change one has to look at.
const restShipped = (o: Order) =>
  o.parts.every((p) => p.provider === "customcat" || p.all_shipped);

test("what is in the way is where the first button leads", async ({
  orders: page,
  stack,
}) => {
  const order = await seek(stack, (o) => o.primary_action === "fix");
  await showOrder(page, stack, order);
  await page.getByRole("button", { name: "See what to fix" }).click();
  const heading = cardOf(page, "Pre-flight").getByRole("heading", {
    name: "Pre-flight",
  });
  await expect(heading).toBeFocused();
  await expect(heading).toBeInViewport();
});

test("a refused part says why, is mended in the store and tried again", async ({
  orders: page,
  stack,
}) => {
  const id = await stack.order();
  await stack.control("faults", {
    ...{ target: "customcat", kind: "reject", match: "submit" },
    message: "The address can not be delivered to",
  });
  await showOrder(page, stack, { id });
  await page.keyboard.press("s");
  await dialogOf(page).getByRole("button", { name: "Submit now" }).click();
  await onceOrder(stack, { id }, "it is refused", (o) =>
    o.parts.some((p) => p.state === "refused"),
  );
  const parts = cardOf(page, "Providers");
  await expect(parts).toContainText("Refused");
  await expect(parts).toContainText("The address can not be delivered to");

  // In the list the reason is there to read without opening the order.
  await page.goto(
    `${stack.url}/#/orders?submit_status=failed,partly_submitted`,
  );
  const row = rowsOf(page).filter({
    has: page.locator(`[data-order="shop/${id}"]`),
  });
  const reason = row.locator("summary");
  await expect(reason).toBeVisible();
  await reason.focus();
  await page.keyboard.press("Enter");
  await expect(row.locator("details")).toHaveAttribute("open", "");
  expect(page.url()).toContain("/orders?");

  await stack.control("faults", undefined, "DELETE");
  await onceOrder(stack, { id }, "the other parcel has shipped", restShipped);
  await stack.shop("PUT", `/orders/${id}`, {
    shipping: { address_1: "14 Elm St" },
  });
  await showOrder(page, stack, { id });
  await expect(cardOf(page, "Recipient")).toContainText("14 Elm St");
  await page.getByRole("button", { name: "Retry" }).first().click();
  await dialogOf(page).getByRole("button", { name: "Retry now" }).click();
  await expect(cardOf(page, "Status")).toContainText("Submitted");
  await expect(parts).not.toContainText("Refused");
});

/** The provider takes it, its answer is lost, and it can not be asked. */
async function makeUnknown(stack: Stack) {
  const id = await stack.order();
  await stack.control("faults", {
    ...{ target: "customcat", kind: "drop_after", match: "submit" },
  });
  await stack.control("faults", {
    ...{ target: "customcat", kind: "503", match: "lookup", count: -1 },
  });
  await stack.api("POST", `/orders/shop/${id}/submit`, {});
  return onceOrder(
    stack,
    { id },
    "it is unknown",
    (o) =>
      restShipped(o) &&
      o.parts.some(
        (p) =>
          p.state === "unknown" &&
          (p.actions.resolve_there.allowed ||
            p.actions.resolve_not_there.allowed),
      ),
  );
}

test("an unknown outcome is resolved by a person who gives a reason", async ({
  orders: page,
  stack,
}) => {
  const order = await makeUnknown(stack);
  await showOrder(page, stack, order);
  await page.getByRole("button", { name: "Resolve unknown" }).click();
  const dialog = dialogOf(page);
  await expect(dialog).toContainText("No clear answer came for");
  const resolve = dialog.getByRole("button", { name: "Resolve" });
  await resolve.click();
  await expect(dialog.getByRole("alert")).toContainText("Say whether");
  await dialog.getByRole("radio", { name: "Yes, it is there" }).check();
  await resolve.click();
  await expect(dialog.getByRole("alert")).toContainText("Give a reason");
  await dialog.getByLabel("Reason").fill("seen in their list of orders");
  await resolve.click();
  await expect(dialog).toHaveCount(0);
  await expect(cardOf(page, "Providers")).not.toContainText("Unknown");
  await expect(cardOf(page, "Status")).toContainText("Submitted");
  await expect(cardOf(page, "Timeline")).toContainText(
    "seen in their list of orders",
  );
  await stack.control("faults", undefined, "DELETE");
});

test("what arrived broken is made once more", async ({
  orders: page,
  stack,
}) => {
  const id = await stack.order();
  await stack.api("POST", `/orders/shop/${id}/submit`, {});
  // As people do: once it came.
  await onceOrder(
    stack,
    { id },
    "it has shipped",
    (o) => o.fulfilled && o.status === "completed",
  );
  await showOrder(page, stack, { id });
  await page.getByRole("button", { name: "Make once more…" }).first().click();
  const dialog = dialogOf(page);
  const act = dialog.getByRole("button", { name: "Make it once more" });
  await act.click();
  await expect(dialog.getByRole("alert")).toContainText("Give a reason");
  await dialog.getByLabel("Reason").fill("arrived broken");
  await act.click();
  await expect(dialog).toHaveCount(0);
  const parts = cardOf(page, "Providers");
  await expect(parts).toContainText("remake 1");
  await expect(parts).toContainText("arrived broken");
  const after = await onceOrder(stack, { id }, "all of it is taken", (o) =>
    o.parts.every((p) => p.state === "accepted"),
  );
  expect(after.parts).toHaveLength(3);
});

test("what the store changed after it was sent stands beside what was sent", async ({
  orders: page,
  stack,
}) => {
  const id = await stack.order();
  await stack.api("POST", `/orders/shop/${id}/submit`, {});
  await onceOrder(
    stack,
    { id },
    "it is submitted",
    (o) => o.submit_status === "submitted",
  );
  await showOrder(page, stack, { id });
  await stack.shop("PUT", `/orders/${id}`, { shipping: { city: "Flint" } });
  const differences = mainOf(page).getByRole("table", { name: "Differences" });
  const row = differences.getByRole("row").filter({ hasText: "Flint" });
  await expect(row).toContainText("Troy");
  await expect(mainOf(page)).toContainText("The provider makes what was sent");
  expect((await orderOf(stack, id)).attentions.length).toBeGreaterThan(0);
});
