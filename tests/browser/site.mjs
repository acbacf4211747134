// The built site on loopback, as a host serves it, and a browser to read it with.
import { createReadStream, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { createGzip } from "node:zlib";
import { chromium } from "playwright-core";

/** Where the site was built. */
export const FOLDER = process.env.OATHBOOK_SITE ?? fileURLToPath(new URL("../../book", import.meta.url));

/** Where pictures go: artefacts, never committed. */
export const PICTURES = fileURLToPath(new URL("../../target/browser", import.meta.url));

const TYPES = {
  ".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".json": "application/json",
  ".md": "text/markdown; charset=utf-8", ".png": "image/png", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml",
};

/** Serves the site; an unknown path gets 404.html, as static hosts do. */
export async function serve() {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://site").pathname);
    let file = join(FOLDER, normalize(path).replace(/\/$/, "/index.html"));
    let status = 200;
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) [file, status] = [join(FOLDER, "404.html"), 404];
    response.writeHead(status, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "content-encoding": "gzip",
    });
    createReadStream(file).pipe(createGzip({ level: 9 })).pipe(response);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const address = `http://127.0.0.1:${server.address().port}/`;
  return { address, close: () => { server.closeAllConnections(); server.close(); } };
}

/** For the book in one page, in milliseconds: beside other tests, two processors took 23 s for it. */
export const PATIENCE = 90_000;

/** Chromium without a window. Root has no sandbox of its own to give it. */
export function launch(args = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [...args, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
  });
}

/**
 * The site and a browser for all tests of a file: there once the first test runs, and what else `prepare` makes of
 * them; closed after the last.
 */
export function opened({ args = [], prepare } = {}) {
  const open = {};
  before(async () => {
    [open.site, open.browser] = await Promise.all([serve(), launch(args)]);
    await prepare?.(open);
  });
  after(async () => {
    await open.browser.close();
    open.site.close();
  });
  return open;
}

/** Every page of the site, by its path. */
export function pages() {
  return readdirSync(FOLDER).filter((name) => name.endsWith(".html") && name !== "toc.html").sort();
}

/** The text of a file of the site. */
export function read(path) {
  return readFileSync(join(FOLDER, path), "utf8");
}

/** The name of the site's file that begins with `prefix`. */
export function named(folder, prefix) {
  return readdirSync(join(FOLDER, folder)).filter((name) => name.startsWith(prefix)).map((name) => `${folder}/${name}`)[0];
}

/** Keeps what a page complains of: scripts refused by its policy, files that are not there, errors. */
export function complaints(page) {
  const found = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") found.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => found.push(`${page.url()}: ${error.message}`));
  page.on("response", (response) => {
    if (response.status() >= 400) found.push(`${response.url()}: ${response.status()}`);
  });
  return found;
}
