// No page fails a rule of WCAG 2.2 A or AA, or one of axe's best practices, however it is read.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { opened, pages } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const open = opened();

/** What axe finds on `path`, with all its panels open. */
async function violations(page, path) {
  await page.goto(open.site.address + path);
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  await page.evaluate(AXE);
  return page.evaluate(async (rules) => {
    const { violations } = await axe.run(document, {
      runOnly: { type: "tag", values: rules }, resultTypes: ["violations"], iframes: false,
    });
    return violations.map(({ id, impact, nodes }) =>
      `${id} (${impact}), ${nodes.length} times: ${nodes[0].target.join(" ")}: ${nodes[0].failureSummary}`);
  }, RULES);
}

describe("axe", { concurrency: 2 }, () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 390]) {
      for (const javaScriptEnabled of colorScheme === "dark" ? [true, false] : [true]) {
        const name = `${colorScheme}, ${width} px${javaScriptEnabled ? "" : ", without JavaScript"}`;
        test(name, async () => {
          // The checker runs in the page in any case: a page without JavaScript is one whose own scripts are refused.
          const context = await open.browser.newContext({ colorScheme, viewport: { width, height: 844 }, reducedMotion: "reduce" });
          const page = await context.newPage();
          if (!javaScriptEnabled) await withoutScripts(page);
          const found = [];
          // The book in one page holds nothing that its pages do not: it is read once, open as it is.
          const read = pages().filter((path) => path !== "print.html" || (colorScheme === "light" && width === 1280));
          for (const path of read) {
            for (const violation of await violations(page, path)) found.push(`${path}: ${violation}`);
          }
          await context.close();
          assert.deepEqual(found, []);
        });
      }
    }
  }
});

/** Gives pages as a browser without JavaScript reads them: no script, and what stands in `noscript` instead. */
async function withoutScripts(page) {
  await page.route(/\.html$/, async (route) => {
    const response = await route.fetch();
    const html = (await response.text()).replace(/<script\b[^]*?<\/script>/g, "").replace(/<\/?noscript>/g, "");
    await route.fulfill({ response, body: html });
  });
}
