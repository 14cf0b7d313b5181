import { expect, passwords, rowsOf, test } from "../fixtures";

test.describe("who is not logged in", () => {
  test("is asked for name and password, and lands where they wanted", async ({
    page,
    stack,
  }) => {
    await page.goto(`${stack.url}/#/orders?type=in_app`);
    await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
    await page.getByLabel("Name").fill("olga");
    await page.getByLabel("Password").fill(passwords.operator);
    await page.getByRole("button", { name: "Log in" }).click();
    await expect(rowsOf(page).first()).toBeVisible();
    expect(page.url()).toContain("type=in_app");
  });

  test("reads the same words for a wrong name and a wrong password", async ({
    page,
    stack,
  }) => {
    await page.goto(`${stack.url}/`);
    const words: string[] = [];
    for (const name of ["olga", "nobody"]) {
      await page.getByLabel("Name").fill(name);
      await page.getByLabel("Password").fill("wrong");
      await page.getByRole("button", { name: "Log in" }).click();
      await expect(page.getByRole("alert").locator("p")).toBeVisible();
      words.push((await page.getByRole("alert").textContent()) ?? "");
      await expect(page.getByLabel("Password")).toHaveValue("");
    }
    expect(words[0]).toBe(words[1]);
  });

  test("comes in by a link, which holds once", async ({
    page,
    stack,
    browser,
  }) => {
    const link = await stack.link();
    await page.goto(link);
    await expect(
      page.getByRole("navigation", { name: "Pages", exact: true }),
    ).toBeVisible();
    expect(page.url()).not.toContain("login");
    const other = await browser.newPage();
    await other.goto(link);
    await expect(other.getByRole("alert").locator("p")).toBeVisible();
    await other.close();
  });

  test("whose session ends comes back to the same place", async ({
    page,
    stack,
    enter,
    forgiven,
  }) => {
    forgiven.push("401", "ERR_FAILED");
    await enter(page, "operator");
    await page.goto(`${stack.url}/#/orders?status=processing`);
    await expect(rowsOf(page).first()).toBeVisible();
    // The list is read now and then; refused before the click, that would ask
    // for the login at the place before.
    await page.route(/\/api\/v1\/orders\?(?!.*tab=submitted)/, (route) =>
      route.abort(),
    );
    await page.context().clearCookies();
    await page.getByRole("link", { name: /^Submitted/ }).click();
    await expect(page.getByText("Your session has ended")).toBeVisible();
    await page.getByLabel("Name").fill("olga");
    await page.getByLabel("Password").fill(passwords.operator);
    await page.getByRole("button", { name: "Log in" }).click();
    await expect(page.getByRole("heading", { name: "Orders" })).toBeVisible();
    expect(page.url()).toContain("tab=submitted");
  });

  test("a viewer sees nothing that writes", async ({ page, enter }) => {
    await enter(page, "viewer");
    await expect(page.getByRole("button", { name: "Import" })).toHaveCount(0);
    await expect(page.getByRole("checkbox")).toHaveCount(0);
    await rowsOf(page).first().getByRole("button", { name: "Actions" }).click();
    await expect(page.getByRole("menuitem")).toHaveText(["Peek"]);
  });

  test("who logs out is out", async ({ page, enter, stack, forgiven }) => {
    // The server ends the stream, too, and the page may ask for it once more
    // before it knows that nobody is there.
    forgiven.push(`401 (Unauthorized) (${stack.url}/api/v1/events`);
    await enter(page, "operator");
    await page.getByRole("button", { name: /olga/ }).click();
    await page.getByRole("menuitem", { name: "Log out" }).click();
    await expect(page.getByText("You are logged out.")).toBeVisible();
    await page.goto(`${stack.url}/#/orders`);
    await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
  });
});
