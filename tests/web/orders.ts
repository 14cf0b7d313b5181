// Orders in the browser: found in the real daemon, shown on their page.
import { expect, type Page } from "@playwright/test";
import type { Order } from "../../web/src/order/types";
import { eventually, type Stack } from "./stack";

export const mainOf = (page: Page) => page.getByRole("main");
export const dialogOf = (page: Page) => page.getByRole("dialog");
export const cardOf = (page: Page, name: string) =>
  mainOf(page).getByRole("region", { name, exact: true });

/** Each is given to one test only. */
const given = new Set<number>();

export const orderOf = (stack: Stack, id: number) =>
  stack.api<Order>("GET", `/orders/shop/${id}`);

/** An order no test was given before; more are placed until one will do. */
export async function seek(
  stack: Stack,
  fits: (order: Order) => boolean,
): Promise<Order> {
  for (let left = 6; left > 0; left--) {
    const { orders } = await stack.api<{ orders: Order[] }>(
      "GET",
      "/orders?limit=200",
    );
    for (const { id } of orders) {
      if (given.has(id)) continue;
      const order = await orderOf(stack, id);
      if (!fits(order)) continue;
      given.add(id);
      return order;
    }
    await stack.place(20);
  }
  throw new Error("no order of the sandbox's buyers is like that");
}

/** A job that takes its time: many orders are held in a shop that is slow. */
export async function slowJob(stack: Stack): Promise<number> {
  // So many that it can not have ended before somebody looks.
  const many = 100;
  for (;;) {
    const { total } = await stack.api<{ total: number }>(
      "GET",
      "/orders?status=processing&limit=1",
    );
    if (total >= many) break;
    await stack.place(40);
  }
  const { preview } = await stack.api<{ preview: string }>(
    "POST",
    "/bulk/preview",
    { action: "hold", query: { status: ["processing"] } },
  );
  await stack.slowShop();
  return (await stack.api<{ job: number }>("POST", "/bulk", { preview })).job;
}

/** As it was before, for the tests that follow. */
export async function endSlowJob(stack: Stack, job: number) {
  await stack.api("POST", `/jobs/${job}/cancel`).catch(() => null);
  await stack.control("faults", undefined, "DELETE");
  await eventually("the job has ended", async () => {
    const { state } = await stack.api<{ state: string }>("GET", `/jobs/${job}`);
    return state !== "running" || undefined;
  });
  const { rows } = await stack.api<{ rows: { id: number }[] }>(
    "GET",
    `/jobs/${job}/rows?limit=200&outcome=done`,
  );
  await releaseAll(stack, rows);
}

/** What a job has held goes on. */
export async function releaseAll(stack: Stack, orders: { id: number }[]) {
  // One that is not written yet is withdrawn by a release: its write lands, and
  // is undone a moment after the order looked as it should.
  await Promise.all(
    orders.map((one) =>
      onceOrder(stack, one, "its hold is written", (o) => !o.status_intent),
    ),
  );
  await Promise.all(
    orders.map(async (one) => {
      await stack.api("POST", `/orders/shop/${one.id}/release`, {});
      await onceOrder(
        stack,
        one,
        "it goes on",
        (o) => o.status === "processing" && !o.status_intent,
      );
    }),
  );
}

/** One that counts down with nothing in its way. */
export const ready = (order: Order) =>
  order.type === "in_app" &&
  order.status === "processing" &&
  order.submit_status === "blank" &&
  order.primary_action === "submit";

export async function showOrder(
  page: Page,
  stack: Stack,
  { id }: Pick<Order, "id">,
) {
  const { number } = await orderOf(stack, id);
  await page.goto(`${stack.url}/#/orders/shop/${id}`);
  await expect(
    page.getByRole("heading", { level: 1, name: `Order ${number}` }),
  ).toBeVisible();
  await expect(cardOf(page, "Why it is so")).toContainText("Decided by");
}

/** The order as it is once that has come about. */
export const onceOrder = (
  stack: Stack,
  { id }: Pick<Order, "id">,
  what: string,
  so: (order: Order) => boolean,
) =>
  eventually(what, async () => {
    const order = await orderOf(stack, id);
    return so(order) ? order : undefined;
  });
