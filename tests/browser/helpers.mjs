// A server with a database of its own, a browser, and what the tests ask of every page.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL("../..", import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? path.join(root, "target");
const axeSource = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

export const ROUND = "external-dimension-demo";
export const NARROW = { width: 360, height: 740 };
export const WIDE = { width: 1280, height: 900 };

/// Starts the program in its local mode, with the demonstration in a fresh database.
export async function serve() {
  const maintenance = process.env.TEST_DATABASE_URL;
  assert.ok(maintenance, "TEST_DATABASE_URL is missing: run `make test`");
  const name = `browser_${process.pid}_${Date.now()}`;
  const sql = (words) => run("psql", ["--no-psqlrc", "--quiet", "--dbname", maintenance, "--command", words]);
  await sql(`CREATE DATABASE ${name}`);
  const data = await mkdtemp(path.join(tmpdir(), "periplus-browser-"));
  const port = await freePort();
  const program = path.join(target, "debug/periplus");
  const env = { ...process.env, DATABASE_URL: withDatabase(maintenance, name), PERIPLUS_DATA: data };
  const child = spawn(program, ["serve", "--local", "--listen", `127.0.0.1:${port}`], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const ways = await waysIn(child, ended);
  return {
    url: `http://127.0.0.1:${port}`,
    ways,
    /// Runs the program beside the server, on its database.
    async command(...words) {
      const env = { ...process.env, DATABASE_URL: withDatabase(maintenance, name), PERIPLUS_DATA: data };
      return (await run(path.join(target, "debug/periplus"), words, { env })).stdout;
    },
    data,
    async stop() {
      child.kill("SIGTERM");
      await ended;
      await sql(`DROP DATABASE ${name} WITH (FORCE)`);
      await rm(data, { recursive: true, force: true });
    },
  };
}

/// The line that the program prints for each audience, once it is ready.
function waysIn(child, ended) {
  const ways = {};
  let printed = "";
  let log = "";
  child.stderr.on("data", (bytes) => (log += bytes));
  return new Promise((resolve, reject) => {
    ended.then((code) => reject(new Error(`the program ended with ${code}: ${log}`)));
    child.stdout.on("data", (bytes) => {
      printed += bytes;
      for (const [, audience, address] of printed.matchAll(/^(\w+)\s+(http\S+)\n/gm)) ways[audience] = address;
      if (ways.respondent) resolve(ways);
    });
  });
}

function withDatabase(url, name) {
  const [, start, query = ""] = url.match(/^([^?]*)(\?.*)?$/);
  return start.slice(0, start.lastIndexOf("/") + 1) + name + query;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/// Chromium, without what it does on a network of its own accord.
export function browse() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });
}

/// Opens a link of a mail or of the terminal, and presses its button; the page only shows it, for mail scanners.
export async function openLink(page, address) {
  await page.goto(address);
  await press(page, page.locator("main form .button").first());
}

/// Clicks what leads to another page, and waits for it.
export async function press(page, locator) {
  const loaded = page.waitForEvent("load");
  await locator.click();
  await loaded;
}

/// What every page must be: free of findings by axe, and no wider than the window.
export class Inspector {
  pages = [];

  async look(page, name) {
    await this.measure(page, name);
    await page.evaluate(axeSource);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join("\n  ")}`);
    assert.deepEqual(found, [], `axe on ${name} (${page.url()})`);
  }

  async measure(page, name) {
    const width = await page.evaluate(() => document.scrollingElement.scrollWidth);
    const window = page.viewportSize().width;
    assert.ok(width <= window, `${name} is ${width} pixels wide in a window of ${window}`);
    this.pages.push(name);
  }
}

/// Rows of a CSV file as objects by column name; quotes, doubled quotes and line ends inside cells as RFC 4180 says.
export function parseCsv(text) {
  const rows = [[]];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted && char === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (char === '"') {
      quoted = !quoted;
    } else if (!quoted && (char === "," || char === "\n")) {
      rows.at(-1).push(cell.replace(/\r$/, ""));
      cell = "";
      if (char === "\n") rows.push([]);
    } else {
      cell += char;
    }
  }
  assert.equal(quoted, false, "a quoted cell has no end");
  if (cell !== "") rows.at(-1).push(cell);
  const [header, ...body] = rows.filter((row) => row.length > 0);
  return body.map((row) => {
    assert.equal(row.length, header.length, `a row has ${row.length} cells, the header ${header.length}: ${row}`);
    return Object.fromEntries(header.map((name, index) => [name, row[index]]));
  });
}

/// Presses the link of a download and parses what arrives.
export async function download(page, name) {
  const started = page.waitForEvent("download");
  await page.getByRole("link", { name, exact: true }).click();
  return parseCsv(await readFile(await (await started).path(), "utf8"));
}
