// Who edits the book sees a finished page, under the policy of readers, and it reloads by itself on a save.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { complaints, launch } from "./site.mjs";

const PROGRAM = fileURLToPath(new URL("../../target/debug/oathbook", import.meta.url));
const BOOK = fileURLToPath(new URL("../site/fixtures/mini", import.meta.url));

test("a page reloads on a save, and its policy allows that and no more", async (t) => {
  const root = mkdtempSync(join(tmpdir(), "oathbook-"));
  cpSync(BOOK, root, { recursive: true });
  const server = spawn(PROGRAM, ["serve", "--port", "0", "--no-oaths"], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    server.kill();
    rmSync(root, { recursive: true });
  });
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const [address] = (await lines.next()).value.match(/http:\S+/);
  assert.match((await lines.next()).value, /all hold/);

  const page = await browser.newPage();
  const complained = complaints(page);
  await page.goto(`${address}refresh.html`);
  assert.equal(await page.locator('meta[http-equiv="Content-Security-Policy"]').count(), 1);
  assert.equal(await page.locator(".skip-link").count(), 1);

  const file = join(root, "docs/refresh.md");
  writeFileSync(file, readFileSync(file, "utf8").replace("# Refresh", "# Refreshed"));
  await page.locator("h1", { hasText: "Refreshed" }).waitFor();
  assert.deepEqual(complained, []);
});
