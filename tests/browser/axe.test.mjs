// No page fails a rule of WCAG 2.2 A or AA, or one of axe's best practices, however it is read.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { PATIENCE, opened, pages } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const open = opened();

/** What axe asks of the colours of each text, which is most of its work. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/**
 * The ways to read a page. All its panels are there in one way of each scheme; the first is enough for the others, for
 * all are made alike. No colour depends on the width.
 */
const WAYS = [
  { colorScheme: "light", width: 1280, panels: Infinity, colours: true },
  { colorScheme: "light", width: 390, panels: 1, colours: false },
  { colorScheme: "dark", width: 1280, panels: 1, colours: true },
  { colorScheme: "dark", width: 390, panels: 1, colours: false },
  { colorScheme: "dark", width: 1280, withoutJavaScript: true, panels: Infinity, colours: true },
  { colorScheme: "dark", width: 390, withoutJavaScript: true, panels: 1, colours: true },
];

/** What axe finds on `path`, with so many of its panels open and the others taken out. */
async function violations(page, path, { panels, colours }) {
  await page.goto(open.site.address + path);
  await page.evaluate((panels) => {
    for (const [at, details] of document.querySelectorAll("details").entries()) {
      if (at < panels) details.open = true;
      else details.remove();
    }
  }, panels);
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

describe("axe", { concurrency: 2 }, () => {
  for (const way of WAYS) {
    const { colorScheme, width, withoutJavaScript } = way;
    test(`${colorScheme}, ${width} px${withoutJavaScript ? ", without JavaScript" : ""}`, async () => {
      const context = await open.browser.newContext({ colorScheme, viewport: { width, height: 844 }, reducedMotion: "reduce" });
      const page = await context.newPage();
      // The checker runs in the page in any case: a page without JavaScript is one whose own scripts are refused.
      if (withoutJavaScript) await withoutScripts(page);
      const found = [];
      for (const path of pages().filter((path) => path !== "print.html")) {
        for (const violation of await violations(page, path, way)) found.push(`${path}: ${violation}`);
      }
      await context.close();
      assert.deepEqual(found, []);
    });
  }

  test("the book in one page", async () => {
    // It holds nothing that its pages do not: what may go wrong is how they stand together.
    const context = await open.browser.newContext({ viewport: { width: 1280, height: 844 } });
    context.setDefaultNavigationTimeout(PATIENCE);
    assert.deepEqual(await violations(await context.newPage(), "print.html", { panels: 1, colours: false }), []);
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
