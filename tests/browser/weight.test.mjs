// Pages are light, stand still, ask no other host and break no policy.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { describe, test } from "node:test";
import { PATIENCE, complaints, opened, pages, read } from "./site.mjs";

const KIB = 80;
/** The whole book in one page, asked for by who prints it. */
const BOOK = { path: "print.html", kib: 900 };
/** The page, its style sheet, its script, its picture. */
const REQUESTS = 4;
/** One line of mdBook's menu bar with its border, in pixels. */
const BAR = 51;
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
  await measureShift(page);
  if (path === BOOK.path) page.setDefaultNavigationTimeout(PATIENCE);
  await page.goto(open.site.address + path, { waitUntil: "networkidle" });
  return { context, page, complained, requests };
}

/** Adds up in `shift` what moves on `page`, from its first frame on. */
const measureShift = (page) => page.addInitScript(() => {
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
});

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
      assert.ok(kib <= (path === BOOK.path ? BOOK.kib : KIB), `${kib} KiB`);
      assert.deepEqual(complained, []);
      const [wide, shift, headings, bar] = await page.evaluate(() => [
        document.documentElement.scrollWidth - window.innerWidth, window.shift, document.querySelectorAll("h1").length,
        document.querySelector("#mdbook-menu-bar")?.offsetHeight ?? 0,
      ]);
      assert.ok(wide <= 0, `${wide} px wider than the phone`);
      assert.ok(shift < 0.01, `the layout shifts by ${shift}`);
      assert.ok(bar <= BAR, `the bar is ${bar} px high: its buttons do not stand in one line`);
      if (path !== BOOK.path) assert.equal(headings, 1);
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

test("the title of a page that arrives slowly stands where it will stand", { timeout: 60_000 }, async (t) => {
  const { page, arrive } = await slowly(t, "index.html", '<div class="right-buttons">', { width: 1350, height: 940 });
  const title = page.locator(".menu-title");
  const left = () => title.evaluate((title) => {
    const text = document.createRange();
    text.selectNodeContents(title);
    return text.getBoundingClientRect().left;
  });
  await title.waitFor();
  const before = await left();
  arrive();
  await page.locator(".right-buttons a").first().waitFor();
  assert.equal(await left(), before);
});

for (const width of [1350, 390]) {
  test(`a button of a page that arrives slowly makes room for no other: ${width} px`, { timeout: 60_000 }, async (t) => {
    assert.equal(await shiftOf(t, "index.html", '<a href="https://example.org', { width, height: 940 }), 0);
  });
}

for (const [path, mark] of [
  ["gallery.html", "<tbody>"], ["gallery.html", "</a>, <a"], ["gallery.html", "</td></tr>"],
  ["behavior-changes.html", "<td>2.1.319"], ["behavior-changes.html", "<td>2.1.300"],
  ["between-versions.html", "</td></tr>"], ["changelog.html", "</td></tr>"], ["measured.html", "<td>H1 "],
]) {
  test(`a long table that arrives slowly stands still: ${path} up to ${mark}`, { timeout: 60_000 }, async (t) => {
    const shift = await shiftOf(t, path, mark, { width: 390, height: 844 });
    assert.ok(shift < 0.01, `the layout shifts by ${shift}`);
  });
}

/** How far what is drawn of `path` up to `mark` moves when the rest arrives. */
async function shiftOf(t, path, mark, viewport) {
  const { page, arrive } = await slowly(t, path, mark, viewport);
  await page.locator(".right-buttons a").first().waitFor();
  // As drawn: a shift is counted between two frames.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  arrive();
  await page.waitForLoadState("networkidle");
  return page.evaluate(() => window.shift);
}

/** Opens `path`, of which what stands before `mark` arrives at once and the rest when `arrive` is called. */
async function slowly(t, path, mark, viewport) {
  const [first, rest] = halves(read(path), mark);
  let arrive;
  const server = createServer(async (request, response) => {
    if (request.url === `/${path}`) {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).write(first);
      arrive = () => response.end(rest);
      return;
    }
    const file = await fetch(open.site.address + request.url.slice(1));
    response.writeHead(file.status, { "content-type": file.headers.get("content-type") });
    response.end(Buffer.from(await file.arrayBuffer()));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const page = await open.browser.newPage({ viewport });
  t.after(() => {
    server.closeAllConnections();
    server.close();
    return page.close();
  });
  await measureShift(page);
  await page.goto(`http://127.0.0.1:${server.address().port}/${path}`, { waitUntil: "commit" });
  return { page, arrive };
}

/** `text` before the first `mark`, and from it on. */
function halves(text, mark) {
  const at = text.indexOf(mark);
  assert.ok(at > 0, `no ${mark}`);
  return [text.slice(0, at), text.slice(at)];
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
