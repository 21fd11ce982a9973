// A round as people live it, in French and on a telephone: the link, every section, the receipt, and then the tables.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Inspector, NARROW, ROUND, WIDE, browse, download, openLink, parseCsv, press, serve } from "./helpers.mjs";
import { answerEverything } from "./respondent.mjs";

const GIVEN = {
  contact_name: "Aïcha Le Goff",
  legal_basis: "law",
  strategy_title: "Stratégie « mer », \"2030\"\net suites, =1+1",
  pathway: ["resettlement", "student_places"],
  networks: ["cpmr", "platforma"],
  practice_title: "Accueil à quai",
  practice_summary: "Une équipe, trois langues.",
  signoff_date: ["2", "3", "2026"],
};

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

test("CSV is read as it is written", () => {
  const rows = parseCsv('a,b\r\n"1,""x""\n2",\r\n3,"é"\r\n');
  assert.deepEqual(rows, [{ a: '1,"x"\n2', b: "" }, { a: "3", b: "é" }]);
});

test("a department answers in French at 360 pixels, and the consultant finds its answers", async (context) => {
  const inspector = new Inspector();
  let reference;
  await context.test("answers and submits", async () => {
    reference = await answer(inspector);
  });
  await context.test("the consultant downloads", () => consult(inspector, reference));
  context.diagnostic(`${inspector.pages.length} pages without a finding: ${inspector.pages.join(", ")}`);
});

async function answer(inspector) {
  const place = await browser.newContext({ viewport: NARROW, bypassCSP: true, locale: "en-GB" });
  const page = await place.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(server.url);
  await inspector.look(page, "start");
  await page.goto(server.ways.respondent);
  await inspector.look(page, "link");
  await press(page, page.getByRole("button", { name: "Français" }));
  assert.equal(await page.getAttribute("html", "lang"), "fr");
  await press(page, page.locator("main form .button").first());
  const hub = page.url();
  assert.match(hub, /\/responses\/[^/]+$/, "somebody with one response comes to its hub");
  await press(page, page.locator(".actions a").nth(1));
  await inspector.look(page, "all questions");
  await page.goto(hub);

  const state = { wrong: false, seen: new Set() };
  await answerEverything(page, {
    given: GIVEN,
    entries: ["practices"],
    async onPage(_, path) {
      const name = path.split("/").slice(3).join("/") || "hub";
      if (state.seen.has(name) && !page.url().includes("more=1")) return;
      state.seen.add(name);
      await inspector.look(page, name);
      if (!state.wrong && (await page.locator('[name="strategy_start"]').count()) > 0) {
        state.wrong = true;
        await typeLetters(page, inspector);
      }
    },
    onError: () => inspector.look(page, `${new URL(page.url()).pathname.split("/").at(-1)}, with errors`),
  });
  assert.ok(state.wrong, "nobody asked for the first year of the strategy");
  for (const section of ["respondent", "mandate", "cooperation", "protection", "mobility", "networks_section", "funding",
    "practices_section", "outlook"]) {
    assert.ok(state.seen.has(`sections/${section}`), `${section} was never shown`);
  }

  assert.match(await page.textContent("main"), /Accueil à quai/);
  await press(page, page.getByRole("button", { name: "Envoyer les réponses" }));
  await inspector.look(page, "receipt");
  assert.match(page.url(), /\/receipt$/);
  const reference = await page.textContent(".receipt__reference strong");
  assert.match(reference, /\S{6,}/);
  await page.goto(hub);
  await inspector.look(page, "hub, submitted");
  await place.close();
  return reference;
}

/// A number with letters: said in words, linked, and kept as it was typed.
async function typeLetters(page, inspector) {
  const field = page.locator('[name="strategy_start"]');
  await field.fill("deux mille vingt");
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await press(page, page.locator(".actions button[value=continue]"));
  assert.equal((await answered).status(), 422);
  await inspector.look(page, "mandate, with a wrong number");
  assert.match(await page.title(), /^Erreur\s:/);
  assert.equal(await field.inputValue(), "deux mille vingt");
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  const link = page.locator('.panel--error a[href="#f-strategy_start"]');
  await link.click();
  assert.equal(await page.evaluate(() => document.activeElement.name), "strategy_start");
  await field.fill("2020");
}

async function consult(inspector, reference) {
  const place = await browser.newContext({ viewport: WIDE, bypassCSP: true, locale: "en-GB", acceptDownloads: true });
  const page = await place.newPage();
  page.setDefaultTimeout(10_000);
  await openLink(page, server.ways.consultant);
  await inspector.look(page, "results");
  await press(page, page.locator(`a[href="/results/${ROUND}"]`));
  await inspector.look(page, "results of the round");
  // Nobody has accepted anything yet.
  await page.check("#states-submitted");
  await press(page, page.locator('form[action^="/results/"] button'));
  await inspector.look(page, "results of the round, as submitted");

  const responses = await download(page, "responses.csv");
  const own = responses.filter((one) => one.reference === reference);
  assert.equal(own.length, 1, `${reference} in ${responses.length} responses`);
  const [row] = own;
  assert.equal(row.legal_basis, "law");
  assert.equal(row.strategy_title, GIVEN.strategy_title);
  assert.equal(row.strategy_start, "2020");
  assert.equal(row["pathway/resettlement"], "1");
  assert.equal(row["pathway/relocation"], "0");
  assert.ok(!Object.values(row).includes(GIVEN.contact_name), "a person's name is exported");

  const practices = await download(page, "practices.csv");
  const told = practices.filter((entry) => entry.response === row.response);
  assert.deepEqual(told.map((entry) => entry.practice_title), [GIVEN.practice_title]);

  const frequencies = await download(page, "frequencies_by_region.csv");
  const cell = frequencies.find((one) =>
    one.group === row.response_region && one.question === "legal_basis" && one.choice === "law");
  const expected = responses.filter((one) => one.response_region === row.response_region && one.legal_basis === "law");
  assert.equal(Number(cell?.count), expected.length, JSON.stringify(cell));
  await place.close();
}
