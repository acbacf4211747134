// Whoever pastes an error gets to its entry: as it was printed, wrapped by a terminal or a log, or with a typing error.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { test } from "node:test";
import vm from "node:vm";
import { minify } from "terser";
import { FOLDER, launch, named, read, serve } from "./site.mjs";

const context = vm.createContext({});
vm.runInContext(`${read(named("site", "find-"))};globalThis.made = [oathbook_finder(MiniSearch, oathbook_places), oathbook_places]`, context);
const find = (text) => [...context.made[0](text)];
const places = [...context.made[1]];
const entries = places.filter((place) => place.e);
const rank = (asked, place, among = find(asked)) => among.findIndex((found) => found.address === place.a) + 1;
const share = (part, whole) => `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`;

/** A typing error at every `step`th key of `text`: left out, doubled, wrong, or turned round with the next, in turns. */
function typos(text, step) {
  const keys = [...text.matchAll(/[\p{L}\p{N}]/gu)].map((match) => match.index);
  return keys.filter((_, nth) => nth % step === 0).map((at, nth) => {
    const [before, key, after] = [text.slice(0, at), text[at], text.slice(at + 1)];
    const next = /[\p{L}\p{N}]/u.test(after[0] ?? "") ? after[0] : "x";
    return [before + after, before + key + key + after, `${before}${key === "x" ? "z" : "x"}${after}`,
      before + next + key + after.slice(1)][nth % 4];
  });
}

test("the library is the published one, made small", async () => {
  const published = createRequire(import.meta.url).resolve("minisearch").replace(/cjs.index\.cjs$/, "umd/index.js");
  const ours = new URL("../../src/site/asset/minisearch-7.2.0.min.js", import.meta.url);
  const { code } = await minify(readFileSync(published, "utf8"));
  assert.ok(`${code}\n` === readFileSync(ours, "utf8"), `${ours.pathname} is not what terser makes of ${published}`);
});

test("an exact text comes first", () => {
  assert.ok(entries.length > 30, `${entries.length} entries`);
  const wrong = entries.filter((place) => rank(place.t, place) !== 1).map((place) => place.t);
  assert.deepEqual(wrong, []);
});

test("who has no text of the book is shown the section for those of his place, third", () => {
  const asked = {
    "an MCP server with OAuth": "MCP server plugin auth window closes immediately after approve",
    "a connector of claude.ai": "connector Slack shows connected but tools missing",
    "the desktop app and Cowork": "desktop app keeps asking to sign in",
    "VS Code, JetBrains and other editors": "apps and editors",
    "Bedrock, Vertex AI or Foundry": "Bedrock AccessDeniedException when invoking model",
    "GitHub Actions and the GitHub App": "GitHub action 401 after token rotate",
    "the Keychain of macOS": "keychain prompts for password every time",
    "Windows and WSL": "WSL2 login does not open browser",
    "the network, a proxy or a certificate": "proxy self signed certificate in chain",
    "a gateway or another base address": "litellm gateway 403",
    "an app, a plugin or a bot says not logged in or wants a key": "a desktop GUI says API key required although I have Max",
    "the login button or /login of another program": "sign in button of the app never finishes",
    "a display, switcher or tool that reads the login": "usage widget shows no credentials found",
    "a router, proxy or bridge with a login of its own": "local proxy signed in by OAuth answers invalid key",
    "a bot, an agent or a service fails after hours": "telegram bot gets 401 after some hours",
    "broken by an update, the release before works": "Pro plan broken on 2.1.1+ (2.1.0 works)",
  };
  const shown = Object.values(asked).map((text) => find(text)[2]?.title.replace("Nothing here fits: ", ""));
  assert.deepEqual(shown, Object.keys(asked));
});

test("who pastes a text of the book is not shown it", () => {
  const texts = entries.flatMap((place) => [...place.e]);
  assert.deepEqual(texts.filter((text) => find(text).some(({ title }) => title.startsWith("Nothing here fits"))), []);
});

test("every variant of a text is among the first three", () => {
  const wrong = entries.flatMap((place) => [...place.e].filter((text) => {
    const at = rank(text, place);
    return at < 1 || at > 3;
  }));
  assert.deepEqual(wrong, []);
});

test("what a terminal, a log and a client wrap around a text does no harm", () => {
  const wrappings = [
    (text) => `\u001b[31m${text}\u001b[0m`,
    (text) => `^[[1;31m  ⎿  ${text}^[[0m`,
    (text) => `2026-11-20T03:14:15.926Z [ERROR] ${text} (request_id: req_011CSHoEeqs5C35K2UUqR7Fy)`,
    (text) => `{"type":"result","subtype":"error","is_error":true,"result":"${text.replaceAll('"', '\\"')}","session_id":"0b4c1f6e-1f7a-4a6e-9d3a-0c5c1d2e3f40"}`,
    (text) => `npm ERR! code 1 ${text}\\n`,
    (text) => `user@host:~$ claude -p ping ${text}`,
  ];
  const wrong = wrappings.flatMap((wrap) => entries.filter((place) => rank(wrap(place.t), place) !== 1).map((place) => wrap(place.t)));
  assert.deepEqual(wrong, []);
  const message = '{"type":"error","error":{"type":"authentication_error","message":"Invalid bearer token"},"request_id":"req_1"}';
  const bearer = entries.find((place) => place.t.endsWith("401 Invalid bearer token"));
  assert.equal(rank(`API Error: 401 ${message}`, bearer), 1);
});

test("who writes in Chinese that there is no login is shown what says so", () => {
  for (const asked of ["claude code提示未登录", "未登录"]) {
    const titles = find(asked).slice(0, 3).map(({ title }) => title);
    assert.ok(titles.some((title) => /not logged in/i.test(title)), `${asked}: ${titles}`);
  }
});

test("who writes in Chinese or Russian is understood by the words for a login, a token and its end", () => {
  const about = { "登录失败": /log ?in/i, "令牌过期": /token|expire/i, "не подтягивает на авторизацию claude code": /log ?in/i };
  for (const [asked, title] of Object.entries(about)) assert.match(find(asked)[0]?.title ?? "", title, asked);
});

test("a Russian word is told by its beginning: a broken connection is no key", () => {
  assert.match(find("ошибка подключения")[0].title, /connect/i);
});

test("the answer of the API as it came leads to the entry that it begins with", () => {
  const asked = 'API Error: 500 {"type":"error","error":{"type":"api_error","message":"Internal server error"}}';
  assert.equal(find(asked)[0].title, "API Error: 500");
});

test("a part of many texts leads to the entry that is named after it", () => {
  assert.match(find("Invalid bearer token")[0].title, /^Failed to authenticate.*Invalid bearer token$/);
});

test("what public reports say leads to the entry that answers them", () => {
  const reports = JSON.parse(readFileSync(new URL("reports.json", import.meta.url), "utf8"));
  const wrong = reports.filter(({ asked, leads_to }) => find(asked)[0]?.address !== leads_to).map(({ report }) => report);
  assert.deepEqual(wrong, []);
});

test("nine of ten lines with one typing error lead to their entry in the top five", (t) => {
  let [good, all] = [0, 0];
  for (const place of entries) {
    for (const typo of typos(place.t, 3)) {
      const at = rank(typo, place);
      good += Number(at >= 1 && at <= 5);
      all += 1;
    }
  }
  t.diagnostic(`lines: ${share(good, all)}`);
  assert.ok(good / all >= 0.9, share(good, all));
});

test("nine of ten misspelt words of an error, and names of variables, lead to a place that has them", (t) => {
  const words = new Set(places.flatMap((place) => [place.t, ...(place.e ?? [])].join(" ").match(/[\p{L}_]{4,}/gu) ?? []));
  for (const place of places) for (const name of [place.w, ...(place.q ?? [])].join(" ").match(/\b[a-z]+_[a-z_]+\b/g) ?? []) words.add(name);
  let [good, all] = [0, 0];
  for (const word of words) {
    const has = (found) => {
      const place = places.find((place) => place.a === found.address);
      return [place.t, place.w, ...(place.q ?? []), ...(place.e ?? [])].join(" ").toLowerCase().includes(word.toLowerCase());
    };
    for (const typo of typos(word, 3)) {
      good += Number(find(typo).slice(0, 5).some(has));
      all += 1;
    }
  }
  t.diagnostic(`words: ${share(good, all)}, of ${words.size} words`);
  assert.ok(good / all >= 0.9, share(good, all));
});

for (const from of ["a host", "a folder"]) {
  test(`from ${from}, a phone gets from a pasted error to its entry by keyboard alone`, async (t) => {
    const site = await serve();
    const browser = await launch();
    t.after(async () => {
      await browser.close();
      site.close();
    });
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.goto(from === "a host" ? site.address : pathToFileURL(`${FOLDER}/index.html`).href);
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.id), "find");
    // As a paste: all at once, its line breaks with it.
    await page.keyboard.insertText("\u001b[31mFailed to authenticate. API Error: 401\nInvalid bearer token\u001b[0m");
    await page.locator("#find-results a").first().waitFor();
    assert.match(await page.textContent("#find-said"), /Enter/);
    await page.keyboard.press("Enter");
    await page.waitForURL(/troubleshooting-keys\.html#failed-to-authenticate-api-error-401-invalid-bearer-token$/);
    const heading = page.locator("h2:target, h2:has(:target)").first();
    assert.ok(await heading.isVisible());
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  });
}
