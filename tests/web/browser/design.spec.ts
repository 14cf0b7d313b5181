// What the buyer chose, changed on the order's page until it is submitted.
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../fixtures";
import { eventually, type Stack } from "../stack";

interface Line {
  edit: { allowed: boolean; entries: { name: string; is_link: boolean }[] };
  personalization: {
    options: { name: string; value: string }[];
    print_files: { url: string }[];
  };
}

interface Told {
  id: number;
  lines: Line[];
  edit: unknown;
  submit_status: string;
}

const get = (stack: Stack, id: number) =>
  stack.api<Told>("GET", `/orders/shop/${id}`);

/** One whose first line has words and a print file, and was not submitted. */
async function personalized(stack: Stack): Promise<Told> {
  const { orders } = await stack.api<{ orders: { id: number }[] }>(
    "GET",
    "/orders?type=in_app&status=processing&submit_status=blank&limit=100",
  );
  for (const { id } of orders) {
    const order = await get(stack, id);
    const [line] = order.lines;
    if (
      line?.edit.allowed &&
      line.personalization.print_files.length > 0 &&
      line.edit.entries.some((e) => !e.is_link)
    )
      return order;
  }
  throw new Error("no order can be edited");
}

const wordOf = (order: Told) => {
  const entry = order.lines[0]?.edit.entries.find((e) => !e.is_link);
  if (!entry) throw new Error("the line has no words");
  return entry.name;
};

test("words are changed in the store, and the old print file waits", async ({
  orders: page,
  stack,
}) => {
  const order = await personalized(stack);
  await page.goto(`${stack.url}/#/orders/shop/${order.id}`);
  await page
    .getByRole("button", { name: /^Edit Design/ })
    .first()
    .click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Nothing is sent until it has")).toBeVisible();
  await dialog.getByLabel(wordOf(order), { exact: true }).fill("Bella & Bo");
  await expect(
    dialog.getByText("The print file shows what was said before"),
  ).toBeVisible();
  const { violations } = await new AxeBuilder({ page })
    .include(".components-modal__frame")
    .analyze();
  expect(violations).toEqual([]);
  await dialog.getByRole("button", { name: "Save to the store" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.locator(".options").first()).toContainText("Bella & Bo");
  await expect(
    page.getByText("is from before its personalization was changed").first(),
  ).toBeVisible();

  await page
    .getByRole("button", { name: /^Edit Design/ })
    .first()
    .click();
  await dialog.getByLabel("The print file is right as it is").check();
  await dialog.getByRole("button", { name: "Save to the store" }).click();
  await expect(dialog).toBeHidden();
  await expect(
    page.getByText("is from before its personalization was changed"),
  ).toHaveCount(0);
});

test("a change the store does not have yet is shown and withdrawn", async ({
  orders: page,
  stack,
}) => {
  const order = await personalized(stack);
  await stack.control("faults", {
    ...{ target: "shop", match: "write", kind: "down" },
    ...{ percent: 100, count: -1 },
  });
  try {
    await page.goto(`${stack.url}/#/orders/shop/${order.id}`);
    await page
      .getByRole("button", { name: /^Edit Design/ })
      .first()
      .click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(wordOf(order), { exact: true }).fill("Bettina");
    await dialog.getByRole("button", { name: "Save to the store" }).click();
    await expect(
      page.getByText("A change is being written to the store"),
    ).toBeVisible();
    await page.getByRole("button", { name: "Withdraw the change" }).click();
    await dialog.getByRole("button", { name: "Withdraw" }).click();
    await expect(
      page.getByText("A change is being written to the store"),
    ).toHaveCount(0);
  } finally {
    await stack.control("faults", undefined, "DELETE");
  }
});

test("what was submitted is visibly closed", async ({
  orders: page,
  stack,
}) => {
  const order = await personalized(stack);
  await stack.api("POST", `/orders/shop/${order.id}/submit`, {});
  await eventually("it is submitted", async () =>
    (await get(stack, order.id)).submit_status === "submitted"
      ? true
      : undefined,
  );
  await page.goto(`${stack.url}/#/orders/shop/${order.id}`);
  await expect(page.getByText("Editing is closed").first()).toBeVisible();
  await expect(page.getByRole("link", { name: /^Define Design/ })).toHaveCount(
    order.lines.length,
  );
});
