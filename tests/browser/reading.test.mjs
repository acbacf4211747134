// A page is read by whoever comes: from an old link, on paper, without motion, in colours of their own.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { FOLDER, opened, pages, read } from "./site.mjs";

const open = opened();

/** A page of the site, as `options` have it; `media` is how it is looked at. */
async function visit(t, path, options = {}, media = {}) {
  const page = await open.browser.newPage(options);
  t.after(() => page.close());
  await page.emulateMedia(media);
  await page.goto(open.site.address + path);
  return page;
}

for (const viewport of [{ width: 1280, height: 800 }, { width: 390, height: 844 }]) {
  test(`the home page shows four readers their way in one screen of ${viewport.width} by ${viewport.height}`, async (t) => {
    const page = await visit(t, "index.html", { viewport });
    const ways = page.locator("main table").first().locator("tbody tr");
    assert.equal(await ways.count(), 4);
    for (const way of await ways.all()) {
      const { y, height } = await way.boundingBox();
      assert.ok(y + height <= viewport.height, `${await way.textContent()} ends at ${y + height}`);
      assert.ok((await way.locator("a").count()) > 0);
    }
  });
}

test("whoever lands on an entry at 2 am sees its text and its first command in one screen of a phone", async (t) => {
  const viewport = { width: 390, height: 844 };
  const entries = [];
  for (const path of pages().filter((path) => /^troubleshooting.*\.html$/.test(path))) {
    const page = await visit(t, path, { viewport });
    entries.push(...await page.locator("main h2:has(code)").evaluateAll((headings) => headings.map((heading) => {
      const top = heading.getBoundingClientRect().top;
      const parts = [];
      for (let part = heading.nextElementSibling; part && part.tagName !== "H2"; part = part.nextElementSibling) parts.push(part);
      // What a session understands is also named where nobody is told to type it.
      const told = (part, text) => /^(claude|unset|export|mv|rm|ls|df|curl|npm) ./.test(text)
        || (/^\/[a-z-]+$/.test(text) && !/^(You see|Why)/.test(part.textContent));
      const codes = parts.flatMap((part) => [...part.querySelectorAll("code")].filter((code) => told(part, code.textContent.trim())));
      return [heading.textContent.trim(), codes.length ? codes[0].getBoundingClientRect().bottom - top : Infinity];
    })));
  }
  assert.ok(entries.length > 50);
  assert.deepEqual(entries.filter(([, end]) => end > viewport.height), []);
});

test("every address that an entry once had leads to it", async (t) => {
  const moved = JSON.parse(read("troubleshooting.html").match(/const fragmentMap =\s*(\{.*\})/)[1]);
  assert.ok(Object.keys(moved).length > 5);
  for (const [from, to] of Object.entries(moved)) {
    const page = await visit(t, `troubleshooting.html${from}`);
    await page.waitForURL(`${open.site.address}${to}`);
    assert.equal(await page.locator("main :target").count(), 1, to);
  }
});

test("no link of the site leads nowhere", () => {
  const plain = (text) => text.replaceAll("&#38;", "&").replaceAll("&amp;", "&").replaceAll("&#39;", "'").replaceAll("&#x27;", "'");
  const pieces = (path, pattern) => [...read(path).matchAll(pattern)].map(([, found]) => plain(found));
  const anchors = new Map(pages().map((path) => [path, new Set(pieces(path, / id="?([^" >]+)/g))]));
  const wrong = pages().flatMap((path) => pieces(path, / (?:href|src)="([^"]*)"/g)
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [file, anchor] = link.split("#").map(decodeURIComponent);
      const leads = file.replace(/^\//, "") || (file ? "index.html" : path);
      return !existsSync(join(FOLDER, leads)) || (anchor && anchors.has(leads) && !anchors.get(leads).has(anchor));
    }).map((link) => `${path}: ${link}`));
  assert.deepEqual(wrong, []);
});

test("each panel of a scenario offers a report that names its claim", async (t) => {
  const page = await visit(t, "authentication.html");
  const claims = new Set(JSON.parse(read("claims.json")).claims.map(({ id }) => id));
  const links = await page.locator(".evidence .report a").evaluateAll((links) => links.map((link) => link.href));
  assert.equal(links.length, await page.locator("details.evidence").count());
  const named = links.map((link) => new URL(link).searchParams.get("title").replace("A problem with ", ""));
  assert.deepEqual(named.filter((id) => !claims.has(id)), []);
});

test("paper shows every panel, open, and nothing to click", async (t) => {
  const page = await visit(t, "troubleshooting-rights.html", {}, { media: "print" });
  const panels = page.locator(".evidence-body");
  assert.ok((await panels.count()) > 3);
  for (const panel of await panels.all()) assert.ok((await panel.boundingBox())?.height > 50);
  for (const part of [".find", ".page-foot", "#mdbook-menu-bar"]) assert.ok(!(await page.locator(part).isVisible()), part);
});

test("nothing moves for whoever asked for no motion", async (t) => {
  const page = await visit(t, "troubleshooting.html", {}, { reducedMotion: "reduce" });
  const moving = await page.evaluate(() => [...document.querySelectorAll("*")]
    .filter((element) => {
      const { transitionProperty, animationName } = getComputedStyle(element);
      return transitionProperty !== "none" || animationName !== "none";
    }).map(({ tagName, className }) => `${tagName}.${className}`));
  assert.deepEqual(moving, []);
});

test("in a reader's own colours a state is told by its word and its shape", async (t) => {
  const page = await visit(t, "troubleshooting-rights.html", {}, { forcedColors: "active" });
  const states = await page.locator(".claim-mark, .claim-state").allTextContents();
  assert.ok(states.length > 10);
  assert.deepEqual(states.filter((state) => !/^[✓◐✕○]/.test(state.trim())), []);
  const colours = await page.evaluate(() => new Set([...document.querySelectorAll(".claim-state")]
    .map((state) => getComputedStyle(state).color)).size);
  assert.equal(colours, 1, "a colour of ours is left");
});
