import { eventually, type Stack } from "../stack";

/** An order that says what it is told to; answers its id when it is known. */
export async function place(stack: Stack, order: object): Promise<number> {
  const { last } = await stack.control<{ last: number }>("orders", {
    count: 1,
    order: { status: "processing", ...order },
  });
  await eventually(`order ${last}`, () =>
    stack.api("GET", `/orders/shop/${last}`).catch(() => undefined),
  );
  return last;
}

const who = {
  ...{ first_name: "Ada", last_name: "Byron", company: "" },
  ...{ address_1: "12 Elm St", address_2: "", city: "Troy", state: "MI" },
  ...{ postcode: "48083", country: "US", phone: "2485550100" },
};

/** One of ours that has nothing to be put right. */
export const sound = {
  created_via: "checkout",
  payment_method_title: "Credit card",
  meta_data: [],
  billing: { ...who, email: "ada@example.com" },
  shipping: who,
  line_items: [{ quantity: 1 }],
};
