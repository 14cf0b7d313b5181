// Users, tokens, the audit log, and one's own account.
import { expect, rowsOf, test } from "../fixtures";
import type { Page } from "@playwright/test";

const rowFor = (page: Page, table: string, name: string) =>
  page
    .getByRole("table", { name: table })
    .locator("tbody tr")
    .filter({ hasText: name });

test("an added user comes in by a link, as what they may be", async ({
  orders: page,
  browser,
  stack,
}) => {
  await page.goto(`${stack.url}/#/users`);
  await page.getByRole("button", { name: "Add user" }).click();
  const dialog = page.getByRole("dialog", { name: "Add user" });
  await dialog.getByLabel("Name").fill("nora");
  await dialog.getByLabel("Role").selectOption("viewer");
  await dialog.getByRole("button", { name: "Add user" }).click();
  const link = await dialog.getByLabel("Login link").textContent();
  await dialog
    .getByRole("button", { name: "Close", exact: true })
    .last()
    .click();
  await expect(rowFor(page, "Users", "nora")).toContainText("Viewer");

  const context = await browser.newContext();
  const hers = await context.newPage();
  await hers.goto(link ?? "");
  await expect(hers.getByRole("heading", { name: "Home" })).toBeVisible();
  await expect(hers.getByRole("link", { name: "Users" })).toHaveCount(0);

  // Another role ends the session; the page asks for the login by itself.
  await page.getByRole("button", { name: "Change nora" }).click();
  const change = page.getByRole("dialog", { name: "Change nora" });
  await change.getByLabel("Role").selectOption("operator");
  await change.getByLabel("New password").fill("a password long enough");
  await change.getByRole("button", { name: "Change", exact: true }).click();
  await expect(hers.getByText("Your session has ended")).toBeVisible();
  await hers.getByLabel("Name").fill("nora");
  await hers.getByLabel("Password").fill("a password long enough");
  await hers.getByRole("button", { name: "Log in" }).click();
  await expect(hers.getByRole("button", { name: "Freeze…" })).toBeVisible();

  await page.getByRole("button", { name: "Remove nora" }).click();
  const remove = page.getByRole("dialog", { name: "Remove nora" });
  await remove.getByRole("button", { name: "Remove" }).click();
  await expect(remove).toHaveCount(0);
  await expect(rowFor(page, "Users", "nora")).toHaveCount(0);
  await expect(hers.getByText("Your session has ended")).toBeVisible();
  await context.close();
});

test("the last administrator can not be shut out", async ({
  orders: page,
  stack,
  forgiven,
}) => {
  forgiven.push("409");
  await page.goto(`${stack.url}/#/users`);
  await page.getByRole("button", { name: "Change admin" }).click();
  const dialog = page.getByRole("dialog", { name: "Change admin" });
  await dialog.getByLabel("Shut out").check();
  await dialog.getByRole("button", { name: "Change", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("last admin");
});

test("a token opens until it is revoked, and is in the audit log", async ({
  orders: page,
  stack,
  request,
}) => {
  await page.goto(`${stack.url}/#/tokens`);
  await page.getByRole("button", { name: "Make a token" }).click();
  const dialog = page.getByRole("dialog", { name: "Make a token" });
  await dialog.getByLabel("Name").fill("reports");
  await dialog.getByRole("button", { name: "Make the token" }).click();
  const secret = await dialog.getByLabel("Secret of the token").textContent();
  await dialog
    .getByRole("button", { name: "Close", exact: true })
    .last()
    .click();
  const asks = () =>
    request
      .get(`${stack.url}/api/v1/orders`, {
        headers: { Authorization: `Bearer ${secret}` },
      })
      .then((r) => r.status());
  expect(await asks()).toBe(200);
  await page.getByRole("button", { name: "Revoke reports" }).click();
  const ask = page.getByRole("dialog", { name: "Revoke reports" });
  await ask.getByRole("button", { name: "Revoke" }).click();
  await expect(ask).toHaveCount(0); // until then the table is not to be seen
  await expect(rowFor(page, "Tokens of programs", "reports")).toHaveCount(0);
  expect(await asks()).toBe(401);

  await page.goto(`${stack.url}/#/audit?target=reports`);
  const log = page.getByRole("table", { name: "Writes, newest first" });
  await expect(log).toContainText("Revokes a token");
  await expect(log).toContainText("Makes a token");
  await expect(log).toContainText("127.0.0.1");
  expect(await log.textContent()).not.toContain(secret);
});

test("the audit log tells an order's change, and leads to it", async ({
  orders: page,
  stack,
}) => {
  const { orders } = await stack.api<{ orders: { id: number }[] }>(
    "GET",
    "/orders?tab=counting_down&limit=1",
  );
  const key = `shop/${orders[0]?.id}`;
  await stack.api("POST", `/orders/${key}/hold`, {});
  await page.goto(`${stack.url}/#/audit`);
  await page.getByLabel("What it concerned").fill(key);
  await page.getByRole("button", { name: "Show", exact: true }).click();
  const row = rowFor(page, "Writes, newest first", "Hold").first();
  await expect(row).toContainText("api_token");
  await expect(row.locator("del").last()).toHaveText("running");
  await expect(row.locator("ins").last()).toHaveText("paused");
  await row.getByRole("link", { name: key }).click();
  await expect(page.getByRole("heading", { name: /^Order / })).toBeVisible();
  await stack.api("POST", `/orders/${key}/release`, {});
});

test("a password is changed by who knows the old one", async ({
  page,
  stack,
  forgiven,
}) => {
  forgiven.push("403");
  const [old, fresh] = ["the first of passwords", "the second of passwords"];
  await stack.user("pia", "viewer", old);
  const logIn = async (password: string) => {
    await page.goto(`${stack.url}/#/account`);
    await page.getByLabel("Name").fill("pia");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Log in" }).click();
  };
  await logIn(old);
  const change = async (until: string, once: string, again: string) => {
    await page.getByLabel("Password until now").fill(until);
    await page.getByLabel("New password", { exact: true }).fill(once);
    await page.getByLabel("New password, once more").fill(again);
    await page.getByRole("button", { name: "Change the password" }).click();
  };
  const wrong = page.getByRole("alert").locator(".problem");
  await change(old, fresh, fresh + "!");
  await expect(wrong).toContainText("differ");
  await change("something else", fresh, fresh);
  await expect(wrong).toContainText("old password");
  await change(old, fresh, fresh);
  await expect(page.getByText("Your password is changed")).toBeVisible();
  await page.getByRole("button", { name: "Log out" }).click();
  await logIn(fresh);
  await expect(page.getByRole("heading", { name: "Account" })).toBeVisible();
});

test("keys are switched off for this person alone", async ({
  orders: page,
  stack,
}) => {
  await page.goto(`${stack.url}/#/account`);
  const box = page.getByLabel("Use single keys as commands");
  await box.uncheck();
  await page.getByRole("heading", { name: "Account" }).click();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await box.check();
  await page.getByRole("heading", { name: "Account" }).click();
  // A pair only where the second follows soon; they arrive in this order.
  await Promise.all([page.keyboard.press("g"), page.keyboard.press("o")]);
  await expect(rowsOf(page).first()).toBeVisible();
});
