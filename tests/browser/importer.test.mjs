// The admin's upload: a broken questionnaire with everything that is wrong at its cell, then the repaired one.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { Inspector, NARROW, WIDE, browse, openLink, press, serve } from "./helpers.mjs";

const HEAD = "type,name,label::English (en),label::Français (fr),relevant\n";
const BROKEN = `${HEAD}intger,age,How old are you?,Quel âge avez-vous ?,
select_one yn,works,Do you work?,,
text,job,What do you do?,Que faites-vous ?,\${works} = 'yes' and \${workx} > 15
text,why,Why not?,,\${works} = 'nox'
text,more,<b>More</b>?,Plus ?,(\${works} = 'no'
barcode,code,Scan the code,Scannez le code,
deviceid,device,,,
`;
const CHOICES = "list_name,name,label::English (en),label::Français (fr)\nyn,yes,Yes,Oui\nyn,no,No,\n";
const REPAIRS = [["intger", "integer"], ["${workx}", "${age}"], ["'nox'", "'no'"], ["(${works}", "${works}"]];
const SETTINGS = "form_title,form_id\nWork and age,work_and_age\n";

let server;
let browser;
let folder;
before(async () => {
  server = await serve();
  browser = await browse();
  folder = await mkdtemp(path.join(tmpdir(), "periplus-importer-"));
});
after(async () => {
  await browser?.close();
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const sheet = (name, text) => ({ name: `${name}.csv`, mimeType: "text/csv", buffer: Buffer.from(text) });
const broken = [sheet("survey", BROKEN), sheet("choices", CHOICES), sheet("settings", SETTINGS)];

/// Uploads, and gives the status of what comes back.
async function upload(page, files) {
  await page.goto(`${server.url}/admin/questionnaires`);
  if (files) await page.setInputFiles("#file", files);
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await press(page, page.locator("form[enctype] button"));
  return (await answered).status();
}

/// The workbook that the program writes of sheets.
async function workbook(sheets) {
  const sources = path.join(folder, "sheets");
  await rm(sources, { recursive: true, force: true });
  await mkdir(sources);
  for (const { name, buffer } of sheets) await writeFile(path.join(sources, name), buffer);
  const file = path.join(folder, "work.xlsx");
  await server.command("questionnaire", "convert", sources, "--to", file);
  return { name: "work.xlsx", mimeType: "application/octet-stream", buffer: await readFile(file) };
}

/// The problems that the page tells, by place and code.
async function problems(page) {
  const rows = await page.locator("table:has(#problems) tbody tr").all();
  return Promise.all(
    rows.map(async (row) => {
      const [severity, place, name, what, fix] = await row.locator("td").allTextContents();
      const excerpt = row.locator("pre");
      const marked = (await excerpt.count()) ? await excerpt.locator("mark").textContent() : null;
      const code = await row.locator(".problem-code").textContent();
      return { severity: severity.trim(), place, name, what, fix, code, marked };
    }),
  );
}

const repaired = () => REPAIRS.reduce((text, [wrong, right]) => text.replace(wrong, right), BROKEN);

test("an admin uploads a questionnaire and is told everything that is wrong with it", async (context) => {
  const inspector = new Inspector();
  const page = await (await browser.newContext({ viewport: WIDE, bypassCSP: true, locale: "en-GB" })).newPage();
  page.setDefaultTimeout(10_000);
  await openLink(page, server.ways.admin);

  await context.test("nothing, and what is no workbook, are refused with a reason", async () => {
    assert.equal(await upload(page), 422);
    assert.match(await page.textContent("[role=alert]"), /Choose a file/);
    assert.match(await page.title(), /^Error:/);
    await inspector.look(page, "upload-none");
    for (const [name, content, code, said] of [
      ["photo.xlsx", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]), "not-a-workbook", /no workbook|not a workbook/i],
      ["letter.csv", Buffer.from("Dear all,\nplease find attached\n"), "not-a-workbook", /./],
      ["torn.xlsx", Buffer.from("PK\u0003\u0004torn"), "damaged-workbook", /damaged|cannot be read/i],
    ]) {
      assert.equal(await upload(page, { name, mimeType: "application/octet-stream", buffer: content }), 422, name);
      const [problem, ...more] = await problems(page);
      assert.deepEqual([problem.code, problem.severity, more.length], [code, "Error", 0], name);
      assert.match(problem.what, said);
      assert.notEqual(problem.fix, "", name);
      assert.match(await page.textContent("main"), new RegExp(`File: ${name}`));
    }
    await inspector.look(page, "upload-no-workbook");
  });

  await context.test("every problem stands at its cell, with what was meant and what to do", async () => {
    assert.equal(await upload(page, broken), 422);
    assert.match(await page.title(), /^Error:/);
    const told = await problems(page);
    const errors = told.filter((problem) => problem.severity === "Error");
    assert.deepEqual(
      errors.map(({ place, name, code, marked }) => [place, name, code, marked]),
      [
        ["survey!A2", "age", "unknown-type", null],
        ["survey!E4", "job", "unknown-reference", "${workx}"],
        ["survey!E5", "why", "unknown-choice", "nox"],
        ["survey!E6", "more", "unexpected-end", "‸"],
      ],
    );
    assert.match(errors[0].fix, /Did you mean “integer”/);
    assert.match(errors[1].fix, /Did you mean “works”/);
    assert.match(errors[2].fix, /Did you mean “no”/);
    for (const { fix, code } of told) assert.notEqual(fix, "", code);
    const order = told.map(({ severity }) => ["Error", "Warning", "Notice"].indexOf(severity));
    assert.deepEqual(order, order.toSorted(), "errors first");
    const count = (severity) => order.filter((found) => found === severity).length;
    const main = await page.textContent("main");
    assert.match(main, /survey\.csv, choices\.csv, settings\.csv/);
    assert.match(main, new RegExp(`${count(0)} errors, ${count(1)} warnings?, ${count(2)} notices?`));
    assert.match(await page.textContent("section:has(#untranslated)"), /Français \(fr\): 4 cells/);
    const changed = await page.locator("section:has(#changed) li").allTextContents();
    assert.equal(changed.length, 2, changed.join("\n"));
    assert.match(changed[0] + changed[1], /barcode[\s\S]*survey!A7|survey!A7[\s\S]*barcode/);
    assert.match(changed[0] + changed[1], /device/);
    await inspector.look(page, "upload-refused");
    await press(page, page.locator("a.back-link"));
    assert.equal(await page.locator("a", { hasText: "Work and age" }).count(), 0, "nothing is stored");
  });

  await context.test("the repaired workbook becomes a draft with a preview", async () => {
    const sheets = [sheet("survey", repaired()), ...broken.slice(1)];
    assert.equal(await upload(page, await workbook(sheets)), 200);
    assert.match(await page.textContent("[role=status]"), /taken as a draft/);
    assert.deepEqual((await problems(page)).filter(({ severity }) => severity === "Error"), []);
    assert.doesNotMatch(await page.title(), /^Error:/);
    await inspector.look(page, "upload-taken");
    await press(page, page.locator("[role=status] a"));
    assert.match(await page.textContent("h1"), /Work and age/);
    const main = await page.textContent("main");
    for (const words of ["Draft", "How old are you?", "<b>More</b>?"]) assert.ok(main.includes(words), words);
    await inspector.look(page, "upload-preview");
  });

  await context.test("a phone in French shows the same", async () => {
    const storageState = await page.context().storageState();
    const french = await (await browser.newContext({ viewport: NARROW, bypassCSP: true, storageState })).newPage();
    french.setDefaultTimeout(10_000);
    await french.goto(`${server.url}/admin`);
    await press(french, french.getByRole("button", { name: "Français" }));
    assert.equal(await upload(french, broken), 422);
    assert.equal(await french.getAttribute("html", "lang"), "fr");
    assert.equal((await problems(french)).filter(({ severity }) => severity === "Erreur").length, 4);
    await french.locator("section:has(#untranslated) summary").click();
    const { width } = await french.locator("table:has(#problems) tbody tr td:nth-child(4)").first().boundingBox();
    assert.ok(width > 250, `what is wrong has ${width} pixels of ${NARROW.width}`);
    const region = french.locator(".table-scroll:has(#problems)");
    assert.ok(await region.evaluate((box) => box.scrollWidth <= box.clientWidth), "nothing is beyond the edge");
    await inspector.look(french, "upload-refused-french");
    await french.context().close();
  });
});
