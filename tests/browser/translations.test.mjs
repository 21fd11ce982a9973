// A version as a workbook, and a translation: out, back with a mistake, and back without.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { Inspector, NARROW, WIDE, browse, openLink, press, serve } from "./helpers.mjs";

const BOM = String.fromCodePoint(0xfeff);

let server;
let browser;
before(async () => {
  server = await serve();
  browser = await browse();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function saved(page, click) {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

async function send(page, text) {
  const file = { name: "translation.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
  await page.setInputFiles("#file", file);
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await press(page, page.locator("form[method=post] button", { hasText: "Look at it" }));
  return (await answered).status();
}

test("a language goes out to a translator and comes back", async (context) => {
  const inspector = new Inspector();
  const page = await (await browser.newContext({ viewport: WIDE, bypassCSP: true, locale: "en-GB" })).newPage();
  page.setDefaultTimeout(10_000);
  await openLink(page, server.ways.admin);
  await page.goto(`${server.url}/admin/questionnaires`);
  await press(page, page.locator("tbody th a").first());
  const version = page.url();

  await context.test("a version is downloaded as a workbook and as sheets", async () => {
    await inspector.look(page, "version");
    const workbook = await saved(page, () => page.click("a[href$='/workbook/xlsx']"));
    assert.match(workbook.name, /^[\w-]+-1\.xlsx$/);
    assert.equal(workbook.bytes.subarray(0, 2).toString(), "PK");
    const sheets = await saved(page, () => page.click("a[href$='/workbook/csv']"));
    assert.match(sheets.name, /\.zip$/);
    assert.ok(sheets.bytes.includes("survey.csv") && sheets.bytes.includes("settings.csv"));
    assert.equal((await page.request.get(`${version}/workbook/pdf`)).status(), 404);
  });

  await press(page, page.locator("a[href$='/translations']"));
  await inspector.look(page, "translations");

  let table;
  await context.test("a new language is started, and an impossible one is refused", async () => {
    await page.fill("#language", "Français (fr)");
    await press(page, page.locator("form[method=get] button").last());
    assert.match(await page.textContent("[role=alert]"), /with the same code/);
    assert.match(await page.title(), /^Error:/);
    await inspector.look(page, "translations-language");
    await page.fill("#language", "Greek (el)");
    const file = await saved(page, () => page.locator("form[method=get] button").last().click());
    assert.match(file.name, /-1-el\.csv$/);
    table = file.bytes.toString();
    assert.ok(table.startsWith(`${BOM}key,number,source: English (en),translation: Greek (el)\r\n`), table.slice(0, 99));
  });

  await page.goto(`${version}/translations`);
  const [, first] = table.split("\r\n");

  await context.test("what is wrong is told at its line, and nothing is stored", async () => {
    assert.equal(await send(page, table.replace(first, `${first}Τίτλος\r\nsurvey/nothing/label,,x,y\r\n${first}`)), 422);
    assert.equal(await page.locator("tbody tr", { hasText: "Error" }).count(), 2);
    const lines = await page.locator("tbody tr:has(.tag--error) td:first-child").allTextContents();
    assert.deepEqual(lines, ["3", "4"]);
    assert.equal(await page.locator("input[name=again]").count(), 0);
    await inspector.look(page, "translations-refused");
    assert.equal(await send(page, "a,b\n1,2\n"), 422);
    await press(page, page.locator("button", { hasText: "Look at it" }));
    assert.match(await page.textContent("[role=alert]"), /Choose a file/);
  });

  await context.test("a sound table is looked at, and becomes a draft", async () => {
    assert.equal(await send(page, table.replace(first, `${first}'=Τίτλος, «νέος»`.replace(/('=.*)$/, '"$1"'))), 200);
    assert.match(await page.textContent("[role=status]"), /one text of Greek \(el\)/);
    assert.match(await page.textContent("table:has(#changes)"), /=Τίτλος, «νέος»/);
    await inspector.look(page, "translations-preview");
    await page.setViewportSize(NARROW);
    await inspector.look(page, "translations-preview-narrow");
    await press(page, page.locator("button", { hasText: "Add a draft" }));
    assert.notEqual(page.url(), version);
    assert.match(await page.textContent("h1"), /version 2/);
    assert.match(await page.textContent("dl"), /Draft[\s\S]*Greek/);
    await page.goto(`${page.url()}/translations`);
    assert.match(await page.textContent("tbody"), /Greek \(el\)/);
    await inspector.look(page, "translations-narrow");
  });

  await context.test("an older version's table is not taken any more", async () => {
    await page.goto(`${version}/translations`);
    assert.equal(await send(page, table.replace(first, `${first}Άλλος`)), 200);
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await press(page, page.locator("button", { hasText: "Add a draft" }));
    assert.equal((await answered).status(), 422);
    assert.match(await page.textContent("[role=alert]"), /newer version/);
  });
});
