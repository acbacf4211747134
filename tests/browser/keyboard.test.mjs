// Everything can be reached and used from a keyboard.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints, opened } from "./site.mjs";

let page;
const open = opened({
  prepare: async ({ browser }) => {
    page = await browser.newPage({ viewport: { width: 1280, height: 844 } });
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  },
});

const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.className);

test("the skip link comes first and leads to the text", async () => {
  await page.goto(`${open.site.address}troubleshooting.html`);
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "skip-link");
  const top = await page.evaluate(() => document.activeElement.getBoundingClientRect().top);
  assert.ok(top >= 0, `the skip link is at ${top}`);
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "text");
});

test("the contents open and close by a button that a keyboard reaches", async () => {
  await page.goto(`${open.site.address}glossary.html`);
  const shown = () => page.evaluate(() => document.documentElement.classList.contains("sidebar-visible"));
  // Its place is after the contents: the skip link is the way past both.
  const links = await page.locator("#mdbook-sidebar a").count();
  for (let stops = 0; (await focused()) !== "mdbook-sidebar-toggle"; stops += 1) {
    assert.ok(stops < links + 5, "no Tab leads to the button");
    await page.keyboard.press("Tab");
  }
  assert.equal(await shown(), true);
  await page.keyboard.press("Enter");
  assert.equal(await shown(), false);
  assert.equal(await page.getAttribute("#mdbook-sidebar-toggle", "aria-expanded"), "false");
  await page.keyboard.press("Space");
  assert.equal(await shown(), true);
  assert.equal(await page.getAttribute("#mdbook-sidebar-toggle", "aria-expanded"), "true");
});

test("the arrow keys stay on the page", async () => {
  await page.goto(`${open.site.address}glossary.html`);
  await page.keyboard.press("ArrowRight");
  await page.waitForTimeout(100);
  assert.equal(page.url(), `${open.site.address}glossary.html`);
});

test("the links of contents that are put away are no stops", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${open.site.address}glossary.html`);
  const links = () => page.evaluate(() => [...document.querySelectorAll("#mdbook-sidebar a")].map((link) => link.tabIndex));
  const closed = await links();
  assert.ok(closed.length > 20 && closed.every((stop) => stop === -1), closed.join());
  await page.click("#mdbook-sidebar-toggle");
  assert.ok((await links()).every((stop) => stop === 0));
  await page.click("#mdbook-sidebar-toggle");
  await page.setViewportSize({ width: 1280, height: 844 });
});

test("the help names the keys that there are", async () => {
  await page.goto(`${open.site.address}glossary.html`);
  await page.keyboard.press("?");
  const keys = await page.locator("#mdbook-help-popup kbd").allTextContents();
  assert.deepEqual(keys, ["/", "?", "Esc"]);
  assert.ok(await page.isVisible("#mdbook-help-popup"));
  await page.keyboard.press("Escape");
  assert.ok(!(await page.isVisible("#mdbook-help-popup")));
});

test("themes change from the keyboard, and there are two of them", async () => {
  await page.goto(`${open.site.address}glossary.html`);
  await page.focus("#mdbook-theme-toggle");
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  assert.match(await page.evaluate(() => document.documentElement.className), /\bnavy\b/);
  assert.equal(await page.locator("#mdbook-theme-list button").count(), 3);
  await page.evaluate(() => localStorage.clear());
});

test("a link to a panel opens it without JavaScript", async () => {
  const context = await open.browser.newContext({ javaScriptEnabled: false });
  const quiet = await context.newPage();
  await quiet.goto(`${open.site.address}troubleshooting.html`);
  const mark = quiet.locator('main a[href^="#evidence-"]').first();
  const panel = (await mark.getAttribute("href")).slice(1);
  await quiet.goto(`${open.site.address}troubleshooting.html#${panel}`);
  assert.ok(await quiet.locator(`[id="${panel}"]`).isVisible());
  await context.close();
});

test("a command is copied without a prompt sign", async () => {
  const complained = complaints(page);
  await page.goto(`${open.site.address}troubleshooting.html`);
  const button = page.locator("main .clip-button").first();
  await button.focus();
  await page.keyboard.press("Enter");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^claude /);
  assert.match(await button.textContent(), /Copied/);
  await page.evaluate(() => { document.querySelector("main pre code").textContent = "$ one\n% two\nthree"; });
  await page.keyboard.press("Enter");
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith("one"));
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "one\ntwo\nthree");
  assert.deepEqual(complained, []);
});

test("an address that leads nowhere shows the way to the errors, from any depth", async () => {
  await page.goto(`${open.site.address}no/such/page.html`);
  assert.equal(await page.textContent("h1"), "Not found");
  await page.fill("#find", "Login expired");
  await page.locator("#find-results a").first().waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/troubleshooting\.html#login-expired/);
});
