// A questionnaire with every type and appearance: published, answered page by page, wrong first and then right, and
// read back from the export.
import assert from "node:assert/strict";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Inspector, NARROW, WIDE, browse, openLink, parseCsv, press, serve } from "./helpers.mjs";

const FORM = fileURLToPath(new URL("../questionnaires/every-type", import.meta.url));
/// Where pictures of the pages go, if anybody wants to look at them.
const SHOTS = process.env.PERIPLUS_SHOTS;

let server;
let browser;
before(async () => {
  server = await serve();
  browser = await browse();
  await server.command("questionnaire", "add", "--publish", FORM);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/// Opens a round of its own for one department, and gives the link of its invitation.
async function invite(code, language) {
  const email = `${code}@region.example`;
  const file = path.join(server.data, `${code}.csv`);
  await mkdir(server.data, { recursive: true });
  await writeFile(file, `region,department_type,department,email,language\nFRH0,general,Harbours,${email},${language}\n`);
  await server.command("round", "open", "--code", code, "--name", code, "--form-id", "every_type", "--deadline", "2099-12-31",
    "--invite", file, "--base-url", server.url);
  const page = await (await browser.newContext()).newPage();
  for (let attempt = 0; attempt < 40; attempt += 1) {
    await page.goto(`${server.url}/mailbox`);
    const mail = page.locator("tbody tr", { hasText: email }).locator("a");
    if ((await mail.count()) > 0) {
      await press(page, mail.first());
      const link = await page.locator("main a[href*='/open/']").first().getAttribute("href");
      await page.context().close();
      return link;
    }
    await page.waitForTimeout(250);
  }
  return assert.fail(`no mail to ${email}`);
}

/// What is answered, page by page; `wrong` is tried first, and each of its questions must be told about.
const PAGES = {
  words: {
    wrong: { berths: "many", depth: "shallow", code: "12", share: "120" },
    alsoMissing: ["port"],
    right: { port: "Skagen <b>", story: "Old.\n“Windy”.", code: "09990", berths: "12345", depth: "7.5", share: "35", phone: "+45 98" },
  },
  moments: {
    wrong: { founded: ["31", "2", "1413"], opens: "25:00", arrival: ["1", "1", "2030", "noon"] },
    right: { founded: ["28", "2", "1413"], renewed: ["1999"], inspected: ["6", "2025"], opens: "7:05", arrival: ["1", "12", "2030", "23:59"] },
  },
  choosing: {
    wrong: {},
    alsoMissing: ["sea", "goods"],
    right: { sea: "north", goods: ["fish", "wine"], unloaded: ["salt", "other"], next_sea: "other", worth: { wine: "1", fish: "2" }, content: "rather", ferries: ["emden", "sfakia"] },
  },
  scales: {
    wrong: { load: "52" },
    alsoMissing: ["ease"],
    right: { ease: "0", stars: "4", load: "55", tide: "0.75" },
  },
  matrices: {
    wrong: {},
    alsoMissing: ["view_safe", "water"],
    right: { view_safe: "fully", view_clean: "no", view_loud: "little", water: "free", power: "paid", in_summer: ["fish", "salt"], in_winter: ["wood"] },
  },
  people: { wrong: { crew_size: "two" }, right: { crew_size: "2" } },
  computed: { wrong: { fee: "ten" }, right: { fee: "12" } },
  things: {
    wrong: { place: "north" },
    alsoMissing: ["correct"],
    right: { place: "57.72, 10.59", correct: "OK", seen: "OK" },
  },
};

async function set(page, name, value) {
  const [first] = await page.locator(`[name="${name}"], [name="day:${name}"], [name="month:${name}"], [name="year:${name}"], [name^="rank:${name}:"]`).all();
  assert.ok(first, `${name} has no control on ${page.url()}`);
  const kind = await first.evaluate((one) => one.type);
  if (Array.isArray(value) && kind === "text") {
    const parts = await page.locator([ "day", "month", "year", "time" ].map((part) => `[name="${part}:${name}"]`).join(", ")).all();
    assert.equal(parts.length, value.length, `${name} has ${parts.length} parts`);
    for (const [index, part] of parts.entries()) await part.fill(value[index]);
  } else if (kind === "radio" || kind === "checkbox") {
    for (const one of [value].flat()) {
      const id = await page.locator(`[name="${name}"][value="${one}"]`).getAttribute("id");
      const box = page.locator(`[id="${id}"]`);
      // The label, as people do.
      if (!(await box.isChecked())) await page.locator(`label[for="${id}"]`).click();
      assert.ok(await box.isChecked(), `${name} ${one} cannot be ticked by its label`);
    }
  } else if (name in (PAGES.choosing.right) && typeof value === "object") {
    for (const [choice, rank] of Object.entries(value)) await page.locator(`[name="rank:${name}:${choice}"]`).selectOption(rank);
  } else if (kind === "select-one") {
    await first.selectOption(value);
  } else {
    await first.fill(value);
  }
}

const goOn = (page) => press(page, page.locator(".actions button[value=continue]"));
const problems = (page) => page.locator(".panel--error a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
const section = (page) => new URL(page.url()).pathname.split("/").slice(3).join("/");

/// Each page at a time: looked at, answered wrong, mended, and left by its button.
class Walk {
  constructor(page, inspector, name) {
    Object.assign(this, { page, inspector, name, shots: 0 });
  }

  async look(what) {
    if (this.inspector.noScripts) await this.inspector.measure(this.page, what);
    else await this.inspector.look(this.page, what);
    if (!SHOTS) return;
    await mkdir(SHOTS, { recursive: true });
    this.shots += 1;
    const file = `${this.name}-${String(this.shots).padStart(2, "0")}-${what.replace(/\W+/g, "-")}.png`;
    await this.page.screenshot({ path: path.join(SHOTS, file), fullPage: true });
  }

  async open(name) {
    await this.page.goto(`${this.hub}/sections/${name}`);
    await this.look(name);
  }

  /// Wrong answers are said at their fields, and kept as they were typed.
  async wrong(name) {
    const { wrong, alsoMissing = [] } = PAGES[name];
    for (const [question, value] of Object.entries(wrong)) await set(this.page, question, value);
    const expected = [...Object.keys(wrong), ...alsoMissing];
    const answered = this.page.waitForResponse((response) => response.request().method() === "POST");
    await goOn(this.page);
    assert.equal((await answered).status(), 422, `${name} took what is wrong`);
    const found = await problems(this.page);
    for (const question of expected) assert.ok(found.includes(`#f-${question}`), `${question} is not told about: ${found}`);
    for (const link of found) assert.equal(await this.page.locator(`[id="${link.slice(1)}"]`).count(), 1, `${link} leads nowhere`);
    for (const [question, value] of Object.entries(wrong).filter(([, value]) => typeof value === "string")) {
      assert.equal(await this.page.locator(`[name="${question}"]`).first().inputValue(), value, `${question} was lost`);
    }
    await this.look(`${name}, with errors`);
  }

  async right(name, values = PAGES[name].right) {
    for (const [question, value] of Object.entries(values)) {
      const shown = this.french && typeof value === "string" && /^\d+\.\d+$/.test(value) ? value.replace(".", ",") : value;
      await set(this.page, question, shown);
    }
    await goOn(this.page);
    assert.deepEqual(await problems(this.page), [], `${name} refuses what is right`);
  }
}

async function answer(page, inspector, { french, name }) {
  const walk = new Walk(page, inspector, name);
  walk.french = french;
  const say = (english, other) => (french ? other : english);
  const text = async () => (await page.textContent("main")).replace(/\s+/g, " ");
  await openLink(page, await invite(name, french ? "fr" : "en"));
  walk.hub = page.url();
  await walk.look("hub");
  await press(page, page.locator(".actions a").nth(1));
  await walk.look("all questions");

  await walk.open("words");
  assert.match(await text(), say(/Welcome, people of …!/, /Bienvenue, gens de … !/), "a blank answer is piped as a mark");
  await walk.wrong("words");
  assert.match(await text(), say(/The code of … has five digits/, /Le code de … a cinq chiffres/));
  await walk.right("words");
  await page.goto(`${walk.hub}/sections/words`);
  assert.match(await text(), say(/Welcome, people of Skagen <b>!/, /Bienvenue, gens de Skagen <b> !/), "an answer is piped as it is");
  assert.equal(await page.locator("[name=berths]").inputValue(), say("12,345", "12\u202f345"));

  await walk.open("moments");
  await walk.wrong("moments");
  await walk.right("moments");

  await walk.open("choosing");
  assert.match(await text(), say(/None \(not even Skagen <b>\)/, /Aucune \(pas même Skagen <b>\)/), "choices have answers in them");
  assert.equal(await page.locator("[name=coast]").count(), 0, "before there is a sea, there are no coasts");
  assert.equal(await page.locator("[name=fish_kind]").count(), 0);
  await walk.wrong("choosing");
  await walk.right("choosing");
  assert.match(page.url(), /more=1/, "what an answer opens is asked for on the same page");
  await walk.look("choosing, more");
  await walk.right("choosing", { coast: "jutland", fish_kind: "Herring", town: "ribe", unloaded_other: "Coal", next_sea_other: "Kattegat" });
  assert.match(page.url(), /more=1/, "a coast opens its harbours");
  await walk.right("choosing", { harbour: "esbjerg" });
  assert.match(section(page), /scales/);
  await stale(walk, text, say);

  await walk.open("scales");
  assert.equal(await page.locator("[name=ease]").count(), 11);
  await walk.wrong("scales");
  await walk.right("scales");

  await walk.open("matrices");
  for (const row of await page.locator(".grid__row").all()) {
    const labels = await row.locator(".choice__input").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
    assert.ok(labels.length > 0 && labels.every((label) => /.+: .+/.test(label)), `a row without labels: ${labels}`);
  }
  assert.equal(await page.locator(".grid").count(), 3);
  await walk.wrong("matrices");
  await walk.right("matrices");

  await people(walk, text, say);

  await walk.open("computed");
  assert.match(await text(), say(/Years of all pilots of Skagen <b> together ?47/, /Années de tous les pilotes de Skagen <b> ensemble ?47/));
  assert.equal(await page.locator("[name=fee]").inputValue(), "10", "a default stands in its field");
  assert.equal(await page.locator("[name=motto]").inputValue(), "Ave, Skagen <b>");
  assert.equal(await page.locator("[name=fee_double]").count(), 0, "what is read-only has no control");
  assert.match(await text(), /20 EUR/);
  await walk.wrong("computed");
  await walk.right("computed");
  await page.goto(`${walk.hub}/sections/computed`);
  assert.match(await text(), /24 EUR/);

  await walk.open("things");
  await walk.wrong("things");
  await upload(walk);
  await walk.right("things");
  await page.goto(`${walk.hub}/check`);
  await walk.look("check");
  const checked = await text();
  for (const words of ["Skagen <b>", "Herring", "57.72 10.59", say("December 2030, 23:59", "décembre 2030, 23:59"), "Kattegat", "Ada Lind"]) {
    assert.ok(checked.includes(words), `${words} is not on the page to check`);
  }
  await press(page, page.locator("form[action$='/submit'] .button"));
  await walk.look("receipt");
  const sent = await text();
  for (const words of ["Skagen <b>", "Herring", "24 EUR", "Ada Lind"]) assert.ok(sent.includes(words), `${words} is not on the receipt`);
  return page.textContent(".receipt__reference strong");
}

/// Another sea makes the coast stale: it is said, not lost, and right again when the sea is.
async function stale(walk, text, say) {
  const { page } = walk;
  await walk.open("choosing");
  await set(page, "sea", "middle");
  await goOn(page);
  assert.deepEqual((await problems(page)).sort(), ["#f-coast", "#f-harbour", "#f-town"].filter((one) => one !== "#f-harbour").sort());
  assert.match(await text(), say(/Jutland \(no longer possible\)/, /Jutland \(n’est plus possible\)/));
  assert.ok(await page.locator("[name=coast][value=jutland]").isChecked());
  await walk.look("choosing, stale");
  await set(page, "sea", "north");
  await goOn(page);
  assert.deepEqual(await problems(page), []);
  await page.goto(`${walk.hub}/sections/choosing`);
  assert.ok(await page.locator("[name=coast][value=jutland]").isChecked(), "the coast is what it was");
  assert.equal(await page.locator("[name=town]").inputValue(), "ribe");
}

/// As many entries as the answer says; their answers are choices further down.
async function people(walk, text, say) {
  const { page } = walk;
  await walk.open("people");
  await walk.wrong("people");
  await walk.right("people");
  assert.match(page.url(), /more=1/, "the pilots are asked for");
  await walk.look("people, two pilots");
  const crew = page.locator("[id=f-crew]");
  assert.equal(await crew.locator(".entry").count(), 2);
  assert.equal(await crew.locator("button[value^='add:'], button[value^='remove:']").count(), 0, "their number is fixed");
  const pilots = [["Ada Lind", "30", "yes"], ["Bo", "17", "no"]];
  for (const [index, [pilot, age, licence]] of pilots.entries()) {
    await page.goto(`${walk.hub}/entries/crew/${index + 1}`);
    assert.equal(await page.locator(`[name="crew/${index + 1}/age"]`).inputValue(), "30", "an entry begins with its defaults");
    await set(page, `crew/${index + 1}/pilot`, pilot);
    await set(page, `crew/${index + 1}/age`, age);
    await set(page, `crew/${index + 1}/licence`, licence);
    await goOn(page);
    if (licence === "yes") {
      assert.match(page.url(), /entries\/crew\/1\?more=1/, "a licence opens a boat");
      await walk.look("pilot, more");
      assert.match(await text(), say(/Boat of Ada Lind/, /Bateau de Ada Lind/));
      await press(page, page.locator("button[value='edit:crew/1/boats/1']"));
      await walk.look("boat");
      assert.equal(await page.locator("[name='crew/1/boats/1/boat']").inputValue(), "Argo");
      await goOn(page);
      await goOn(page);
    }
  }
  assert.match(section(page), /sections\/people/);
  assert.deepEqual(await page.locator("[name=chief]").evaluateAll((all) => all.map((one) => one.value)), ["Ada Lind", "Bo"]);
  assert.deepEqual(await page.locator("[name=night]").evaluateAll((all) => all.map((one) => one.value)), ["Ada_Lind"], "only adults work at night");
  await set(page, "chief", "Bo");
  await set(page, "night", ["Ada_Lind"]);
  await press(page, page.locator("button[value='add:visitors']"));
  assert.ok(await page.locator("[name='visitors/1/from_sea'][value=north]").isChecked());
  await set(page, "visitors/1/visitor", "Zoë, \"the\" guest");
  await goOn(page);
  await walk.look("people, answered");
  assert.match(await text(), say(/The chief of Skagen <b> is Bo; at night: Ada Lind; all pilots: Ada Lind, Bo\./, /Le chef de Skagen <b> est Bo ; la nuit : Ada Lind ; tous les pilotes : Ada Lind, Bo\./));

  // One pilot fewer: the other is off the path, so that the chief is stale; and back.
  await set(page, "crew_size", "1");
  await goOn(page);
  assert.deepEqual(await problems(page), ["#f-chief"]);
  assert.equal(await crew.locator(".entry").count(), 1);
  assert.match(await text(), say(/Bo \(no longer possible\)/, /Bo \(n’est plus possible\)/));
  await set(page, "crew_size", "2");
  await goOn(page);
  assert.deepEqual(await problems(page), []);
  await page.goto(`${walk.hub}/sections/people`);
  assert.equal(await crew.locator(".entry").count(), 2);
  assert.ok(await page.locator("[name=chief][value=Bo]").isChecked(), "Bo is back, and chief");
}

async function upload(walk) {
  const { page } = walk;
  await press(page, page.locator("button[value='file:plan']"));
  await walk.look("files");
  await page.locator("#file").setInputFiles({ name: "plan.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n%%EOF\n") });
  await press(page, page.locator("main form .button"));
  assert.match(await page.textContent("main"), /plan\.pdf/);
  await press(page, page.locator(".actions a"));
}

/// What the export must say of every question.
const EXPORTED = {
  source: "web", port: "Skagen <b>", story: "Old.\n“Windy”.", code: "09990", berths: "12345", depth: "7.5", share: "35",
  founded: "1413-02-28", renewed: "1999-01-01", inspected: "2025-06-01", opens: "07:05:00", arrival: "2030-12-01T23:59:00",
  sea: "north", coast: "jutland", harbour: "esbjerg", "goods/fish": "1", "goods/salt": "0", "goods/wine": "1", fish_kind: "Herring",
  "unloaded/salt": "1", "unloaded/other": "1", unloaded_other: "Coal", next_sea: "other", next_sea_other: "Kattegat",
  "worth/wine": "1", "worth/fish": "2", "worth/salt": "", content: "rather", town: "ribe", "ferries/emden": "1", "ferries/ribe": "0",
  "ferries/sfakia": "1", ease: "0", stars: "4", load: "55", tide: "0.75", view_safe: "fully", view_clean: "no", view_loud: "little",
  water: "free", power: "paid", "in_summer/fish": "1", "in_summer/wood": "0", "in_winter/wood": "1", crew_size: "2", crew: "2",
  chief: "Bo", night: "Ada_Lind", visitors: "1", crew_years: "47", crew_shown: "47", fee: "12", fee_double: "24",
  motto: "Ave, Skagen <b>", fee_then: "13", fixed_text: "The harbour office", coast_label: "Jutland", plan: "plan.pdf",
  place: "57.72 10.59", correct: "OK", seen: "OK",
};

async function exported(code, reference, { french }) {
  const folder = path.join(server.data, `out-${code}`);
  // What was submitted is exported once it is accepted, unless asked for otherwise.
  await server.command("export", code, "--states", "submitted", "--out", folder);
  const files = await readdir(folder);
  const read = async (file) => parseCsv((await readFile(path.join(folder, file), "utf8")).replace(/^\ufeff/, ""));
  const responses = await read("responses.csv");
  const row = responses.find((one) => one.reference === reference);
  assert.ok(row, `${reference} is not among ${responses.length} responses in ${files}`);
  for (const [column, value] of Object.entries(EXPORTED)) {
    const unguarded = row[column]?.replace(/^'(?=[=+\-@])/, "");
    const expected = column === "coast_label" && french ? "Jutland" : value;
    assert.equal(unguarded, expected, `${column} of ${Object.keys(row)}`);
  }
  assert.match(row.begun, /^\d{4}-\d\d-\d\dT/);
  assert.ok(row.ended >= row.begun, `${row.ended} is before ${row.begun}`);
  assert.equal(row.day_of_answer, row.ended.slice(0, 10));
  assert.equal(row.phone.replace(/^'/, ""), "+45 98");
  for (const personal of ["who", "mail"]) assert.ok(!(personal in row), `${personal} is exported`);
  const crew = (await read("crew.csv")).filter((one) => one.response === row.response);
  assert.deepEqual(crew.map(({ pilot, age, licence }) => [pilot, age, licence]), [["Ada Lind", "30", "yes"], ["Bo", "17", "no"]]);
  const boats = (await read("boats.csv")).filter((one) => one.response === row.response);
  assert.deepEqual(boats.map(({ boat }) => boat), ["Argo"]);
  const visitors = (await read("visitors.csv")).filter((one) => one.response === row.response);
  assert.deepEqual(visitors.map(({ visitor, from_sea: sea }) => [visitor, sea]), [["Zoë, \"the\" guest", "north"]]);
  const codebook = await read("codebook.csv");
  const columns = Object.values(codebook[0]).length;
  assert.ok(columns > 0);
  for (const question of ["port", "sea", "chief", "tide", "crew_shown", "town"]) {
    assert.ok(codebook.some((line) => Object.values(line).includes(question)), `${question} is not in the codebook`);
  }
}

for (const { name, viewport, french, scripts } of [
  { name: "every-type-fr", viewport: NARROW, french: true, scripts: true },
  { name: "every-type-en", viewport: WIDE, french: false, scripts: true },
  { name: "every-type-plain", viewport: NARROW, french: false, scripts: false },
]) {
  test(`every type, ${french ? "in French" : "in English"}, at ${viewport.width} pixels, ${scripts ? "with" : "without"} JavaScript`, async (context) => {
    const place = await browser.newContext({ viewport, bypassCSP: true, javaScriptEnabled: scripts, locale: french ? "fr-FR" : "en-GB" });
    const page = await place.newPage();
    page.setDefaultTimeout(10_000);
    const inspector = new Inspector();
    inspector.noScripts = !scripts;
    const reference = await answer(page, inspector, { french, name });
    await place.close();
    await exported(name, reference, { french });
    context.diagnostic(`${inspector.pages.length} pages: ${inspector.pages.join(", ")}`);
  });
}
