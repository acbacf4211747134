// No page fails a rule of WCAG 2.2 A or AA, or one of axe's best practices, however it is read.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { PATIENCE, opened, pages, read } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const open = opened();

/**
 * Which panels are left on a page and opened: every one that no earlier page had, those of a shape that none had, or
 * only the first. Panels with the same tags, classes and states inside of one another are of one shape, and have the same
 * colours: nothing else in a panel is asked for by a rule about colours.
 */
const [EVERY, SHAPES, ONE] = ["every", "shapes", "one"];

/** What axe asks of the colours of each text, which is most of its work. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/**
 * The ways to read a page. In one of them every panel of the book is there; for all else one of each shape is enough, or
 * one a page, for all are made alike. No colour depends on the width, and nothing but colours on the scheme.
 */
const WAYS = [
  { colorScheme: "light", width: 1280, panels: SHAPES, colours: true },
  { colorScheme: "light", width: 390, panels: EVERY, colours: false },
  { colorScheme: "dark", width: 1280, panels: SHAPES, colours: true },
  { colorScheme: "dark", width: 1280, withoutJavaScript: true, panels: SHAPES, colours: true },
  { colorScheme: "light", width: 390, withoutJavaScript: true, panels: ONE, colours: false },
];

/** What axe finds on `path`, with the panels that `panels` tells of; those of `had` stood on earlier pages. */
async function violations(page, path, { panels, colours }, had) {
  await page.goto(open.site.address + path);
  const marks = await page.evaluate(([which, before]) => {
    const had = new Set(before);
    const styled = ({ localName, classList, dataset }) => [localName, ...[...classList].sort(), dataset.state, dataset.support].join(".");
    const nested = (inner, top) => inner === top ? "" : `${nested(inner.parentElement, top)}>${styled(inner)}`;
    const shape = (details) => [...new Set([...details.querySelectorAll("*")].map((inner) => nested(inner, details)))].sort().join();
    const mark = { every: (details) => details.querySelector("[id]")?.id, shapes: shape, one: () => "" }[which];
    for (const details of document.querySelectorAll("details")) {
      if (had.has(mark(details))) details.remove();
      else details.open = true;
      had.add(mark(details));
    }
    return [...had];
  }, [panels, panels === ONE ? [] : [...had]]);
  for (const mark of marks) had.add(mark);
  await page.evaluate(AXE);
  const off = Object.fromEntries(colours ? [] : OF_COLOURS.map((rule) => [rule, { enabled: false }]));
  return page.evaluate(async ([tags, off]) => {
    const { violations } = await axe.run(document, {
      runOnly: { type: "tag", values: tags }, rules: off, resultTypes: ["violations"], iframes: false,
    });
    return violations.map(({ id, impact, nodes }) =>
      `${id} (${impact}), ${nodes.length} times: ${nodes[0].target.join(" ")}: ${nodes[0].failureSummary}`);
  }, [RULES, off]);
}

/** The ids of all panels of the book, on whichever page they stand. */
function panelsOfTheBook() {
  const ids = pages().filter((path) => path !== "print.html").flatMap((path) => read(path).match(/(?<=<div class="evidence-body" id=")[^"]+/g) ?? []);
  assert.ok(ids.length > 0);
  return [...new Set(ids)].sort();
}

describe("axe", { concurrency: 2 }, () => {
  for (const way of WAYS) {
    const { colorScheme, width, withoutJavaScript } = way;
    test(`${colorScheme}, ${width} px${withoutJavaScript ? ", without JavaScript" : ""}`, async () => {
      const context = await open.browser.newContext({ colorScheme, viewport: { width, height: 844 }, reducedMotion: "reduce" });
      const page = await context.newPage();
      // The checker runs in the page in any case: a page without JavaScript is one whose own scripts are refused.
      if (withoutJavaScript) await withoutScripts(page);
      const [found, had] = [[], new Set()];
      for (const path of pages().filter((path) => path !== "print.html")) {
        for (const violation of await violations(page, path, way, had)) found.push(`${path}: ${violation}`);
      }
      await context.close();
      assert.deepEqual(found, []);
      if (way.panels === EVERY) assert.deepEqual([...had].sort(), panelsOfTheBook());
    });
  }

  test("the book in one page", async () => {
    // It holds nothing that its pages do not: what may go wrong is how they stand together.
    const context = await open.browser.newContext({ viewport: { width: 1280, height: 844 } });
    context.setDefaultNavigationTimeout(PATIENCE);
    assert.deepEqual(await violations(await context.newPage(), "print.html", { panels: ONE, colours: false }, new Set()), []);
    await context.close();
  });
});

/** Gives pages as a browser without JavaScript reads them: no script, and what stands in `noscript` instead. */
async function withoutScripts(page) {
  await page.route(/\.html$/, async (route) => {
    const response = await route.fetch();
    const html = (await response.text()).replace(/<script\b[^]*?<\/script>/g, "").replace(/<\/?noscript>/g, "");
    await route.fulfill({ response, body: html });
  });
}
