// Pages are light, stand still, ask no other host and break no policy.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { complaints, opened, pages } from "./site.mjs";

const KIB = 80;
/** The page, its style sheet, its script, its picture. */
const REQUESTS = 4;
/** What the first search adds. */
const KIB_SEARCH = 60;

const open = opened();

/** Reads `path` as a first visitor. */
async function visit(path, viewport) {
  const context = await open.browser.newContext({ viewport });
  const page = await context.newPage();
  const complained = complaints(page);
  const requests = [];
  page.on("requestfinished", (request) => requests.push(request));
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(open.site.address + path, { waitUntil: "networkidle" });
  return { context, page, complained, requests };
}

const bytes = async (requests) => {
  const sizes = await Promise.all(requests.map((request) => request.sizes()));
  return sizes.reduce((sum, size) => sum + size.responseBodySize + size.responseHeadersSize, 0);
};

describe("a first visit", { concurrency: 2 }, () => {
  for (const path of pages()) {
    test(path, async (t) => {
      const { context, page, complained, requests } = await visit(path, { width: 390, height: 844 });
      const kib = (await bytes(requests)) / 1024;
      t.diagnostic(`${path}: ${kib.toFixed(1)} KiB, ${requests.length} requests`);
      assert.deepEqual(requests.map((request) => request.url()).filter((url) => !url.startsWith(open.site.address)), []);
      assert.ok(requests.length <= REQUESTS, `${requests.length} requests`);
      // The whole book in one page is asked for by who prints it.
      if (path !== "print.html") assert.ok(kib <= KIB, `${kib} KiB`);
      assert.deepEqual(complained, []);
      const [wide, shift, headings] = await page.evaluate(() => [
        document.documentElement.scrollWidth - window.innerWidth, window.shift, document.querySelectorAll("h1").length,
      ]);
      assert.ok(wide <= 0, `${wide} px wider than the phone`);
      assert.ok(shift < 0.01, `the layout shifts by ${shift}`);
      if (path !== "print.html") assert.equal(headings, 1);
      await context.close();
    });
  }
});

for (const path of ["index.html", "troubleshooting.html", "authentication.html"]) {
  test(`with the contents beside it nothing moves: ${path}`, async () => {
    const { context, page } = await visit(path, { width: 1350, height: 940 });
    const shift = await page.evaluate(() => window.shift);
    assert.ok(await page.locator(".sidebar-scrollbox").isVisible());
    assert.ok(shift < 0.01, `the layout shifts by ${shift}`);
    await context.close();
  });
}

test("the first search is light as well", async () => {
  const { context, page, requests } = await visit("index.html", { width: 390, height: 844 });
  const before = requests.length;
  await page.fill("#find", "401");
  await page.locator("#find-results a").first().waitFor();
  const kib = (await bytes(requests.slice(before))) / 1024;
  assert.ok(kib <= KIB_SEARCH, `${kib} KiB`);
  assert.equal(requests.length - before, 1);
  await context.close();
});
