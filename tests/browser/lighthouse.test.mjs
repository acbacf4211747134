// Lighthouse finds nothing to mend on a phone or a desk, nothing moves, and nothing is fetched from elsewhere.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { test } from "node:test";
import lighthouse, { desktopConfig, generateReport } from "lighthouse";
import { opened, PICTURES } from "./site.mjs";

/** Performance is shown and not asked for: it moves with whatever else the machine does. */
const ASKED = ["accessibility", "best-practices", "seo"];
const PAGES = ["index.html", "troubleshooting.html", "authentication.html"];

mkdirSync(PICTURES, { recursive: true });
const port = await freePort();
// Lighthouse drives the browser of the other tests; no name but the site's leads anywhere.
const open = opened({
  args: [`--remote-debugging-port=${port}`, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
});

for (const [name, config] of [["phone", undefined], ["desk", desktopConfig]]) {
  for (const path of PAGES) {
    test(`${name}: ${path}`, async (t) => {
      const flags = { port, logLevel: "error", onlyCategories: [...ASKED, "performance"] };
      const { lhr } = await lighthouse(open.site.address + path, flags, config);
      assert.equal(lhr.runtimeError, undefined);
      // Kept beside the pictures, for a person to read.
      writeFileSync(`${PICTURES}/lighthouse-${name}-${path}`, generateReport(lhr, "html"));
      const score = (category) => Math.round(100 * lhr.categories[category].score);
      t.diagnostic(`${name}, ${path}: performance ${score("performance")} (not asked for)`);
      const short = ASKED.flatMap((category) => lhr.categories[category].auditRefs
        .filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 1)
        .map(({ id }) => `${category}: ${lhr.audits[id].title} (${id})`));
      assert.deepEqual(short, []);
      assert.deepEqual(ASKED.map(score), ASKED.map(() => 100));
      assert.equal(lhr.audits["cumulative-layout-shift"].numericValue, 0);
      const fetched = lhr.audits["network-requests"].details.items.map(({ url }) => url);
      assert.deepEqual(fetched.filter((url) => !url.startsWith(open.site.address) && !url.startsWith("data:")), []);
      assert.ok(fetched.length > 0);
    });
  }
}

/** A port that nobody uses right now. */
async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}
