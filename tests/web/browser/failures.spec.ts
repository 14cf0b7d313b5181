// What does not go as it should, from the reason to the mended end.
import { expect, test } from "../fixtures";
import { cardOf, seek, showOrder } from "../orders";

test.use({ forgiven: ["Loading the image"] });

test.describe("what is in the way", () => {
  test("is where the first button leads", async ({ orders: page, stack }) => {
    const order = await seek(stack, (o) => o.primary_action === "fix");
    await showOrder(page, stack, order);
    await page.getByRole("button", { name: "See what to fix" }).click();
    const heading = cardOf(page, "Pre-flight").getByRole("heading", {
      name: "Pre-flight",
    });
    await expect(heading).toBeFocused();
    await expect(heading).toBeInViewport();
  });
});
