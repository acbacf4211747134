// Ten views, kept as pictures: for a person to look at.
import { mkdirSync } from "node:fs";
import { test } from "node:test";
import { opened, PICTURES } from "./site.mjs";

mkdirSync(PICTURES, { recursive: true });
const open = opened();

const PHONE = { viewport: { width: 390, height: 844 } };
const DESK = { viewport: { width: 1280, height: 844 } };

/** Fills the box as a paste does. */
const paste = (text) => async (page) => {
  await page.fill("#find", text);
  await page.locator("#find-results a").first().waitFor();
};

const openFirst = (page) => page.evaluate(() => {
  const panel = document.querySelector("main details");
  panel.open = true;
  panel.scrollIntoView();
});

const VIEWS = [
  ["01-home-phone", "index.html", PHONE],
  ["02-home-desk", "index.html", DESK],
  ["03-home-dark", "index.html", { ...DESK, colorScheme: "dark" }],
  ["04-found-phone", "index.html", PHONE, paste("\u001b[31mFailed to authenticate. API Error: 401 Invalid bearer token")],
  ["05-entry-phone", "troubleshooting-keys.html#failed-to-authenticate-api-error-401-invalid-bearer-token", PHONE],
  ["06-entry-desk", "troubleshooting-keys.html#failed-to-authenticate-api-error-401-invalid-bearer-token", DESK],
  ["07-panel-phone", "troubleshooting-rights.html", PHONE, openFirst],
  ["08-panel-dark", "troubleshooting-rights.html", { ...DESK, colorScheme: "dark" }, openFirst],
  ["09-not-found-phone", "no/such/page", PHONE],
  ["10-dark-without-javascript", "troubleshooting.html", { ...DESK, colorScheme: "dark", javaScriptEnabled: false }],
];

for (const [name, path, options, act] of VIEWS) {
  test(name, async () => {
    const context = await open.browser.newContext({ ...options, reducedMotion: "reduce" });
    const page = await context.newPage();
    await page.goto(open.site.address + path);
    await act?.(page);
    await page.screenshot({ path: `${PICTURES}/${name}.png` });
    await context.close();
  });
}
