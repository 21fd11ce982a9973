// A questionnaire that changes while a department answers: the difference, the move, what is to be confirmed, a page
// that was open meanwhile, and an export of both versions.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { Inspector, NARROW, WIDE, browse, download, openLink, press, serve } from "./helpers.mjs";

const SURVEY = "type,name,label::English (en),label::French (fr),required,relevant";
const ONE = {
  survey: `${SURVEY}
begin_group,about,About,À propos,,
text,title,Title of the strategy,Titre de la stratégie,yes,
integer,budget,Budget,Budget,,
select_one level,level,Level,Niveau,yes,
select_multiple field,fields,Fields,Domaines,,
text,remark,Remark,Remarque,,
text,since,Since when,Depuis quand,,
text,contact,Contact point,Point de contact,,
end_group,,,,,
begin_group,work,Work,Travail,,
begin_repeat,projects,Projects,Projets,,
text,project_title,Project title,Titre du projet,yes,
text,lead,Lead partner,Chef de file,,
end_repeat,,,,,
text,outlook,Outlook,Perspectives,,
end_group,,,,,
`,
  choices: `list_name,name,label::English (en),label::French (fr)
level,low,Low,Faible
level,high,High,Élevé
field,sea,Sea,Mer
field,land,Land,Terre
field,air,Air,Air
`,
};
const TWO = {
  survey: `${SURVEY}
begin_group,about,About,À propos,,
text,title,Name of the strategy in force,Nom de la stratégie en vigueur,yes,
decimal,budget,Budget,Budget,,
select_one level,level,Level,Niveau,yes,
select_multiple field,fields,Fields,Domaines d’action,,
integer,since,Since when,Depuis quand,,
text,partner,New partner,Nouveau partenaire,,
end_group,,,,,
begin_group,work,Work,Travail,,
begin_repeat,projects,Projects,Projets,,
text,project_title,Project title,Titre du projet,yes,
end_repeat,,,,,
text,lead,Lead partner,Chef de file,,
text,outlook,Outlook,Perspectives,,
text,contact,Contact point,Point de contact,,
end_group,,,,,
`,
  choices: `list_name,name,label::English (en),label::French (fr)
level,high,High,Élevé
level,middle,Middle,Moyen
field,land,Land,Terre
field,sea,Sea,Mer
`,
};

let server;
let browser;
let folder;
before(async () => {
  server = await serve();
  browser = await browse();
  folder = await mkdtemp(path.join(tmpdir(), "periplus-versions-"));
  for (const [version, sheets] of [["1", ONE], ["2", TWO]]) {
    const place = path.join(folder, version);
    await mkdir(place);
    for (const [name, text] of Object.entries(sheets)) await writeFile(path.join(place, `${name}.csv`), text);
    const settings = `form_id,form_title,version,default_language\nmoving,Moving,${version},English (en)\n`;
    await writeFile(path.join(place, "settings.csv"), settings);
  }
});
after(async () => {
  await browser?.close();
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const inspector = new Inspector();

async function person(viewport, language) {
  const place = await browser.newContext({ viewport, bypassCSP: true, locale: "en-GB", acceptDownloads: true });
  const page = await place.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(server.url);
  await press(page, page.getByRole("button", { name: language }));
  return page;
}

/// Follows the newest mail to an address.
async function openMail(page, address) {
  await page.goto(`${server.url}/mailbox`);
  await press(page, page.locator("tr", { hasText: address }).first().locator("a").first());
  const text = await page.textContent("main");
  return text;
}

async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`[name="${name}"]`);
    const kind = await field.first().getAttribute("type");
    if (kind === "radio" || kind === "checkbox") {
      for (const one of [value].flat()) {
        const id = await page.locator(`[name="${name}"][value="${one}"]`).getAttribute("id");
        await page.locator(`label[for="${id}"]`).click();
      }
    } else {
      await field.fill(value);
    }
  }
}

const proceed = (page, value = "continue") => press(page, page.locator(`.actions button[value=${value}]`));

/// Comes in by the invitation, and gives the address of the hub.
async function enter(page, address) {
  const text = await openMail(page, address);
  const [link] = text.match(/http\S+\/open\/\S+/);
  await openLink(page, link);
  return page.url();
}

test("a round moves to a new version while departments answer", async (context) => {
  await server.command("questionnaire", "add", path.join(folder, "1"), "--publish");
  const invite = path.join(folder, "invite.csv");
  await writeFile(invite, `region,department_type,department,email,language
ES61,INT,Half way,half@region.example,fr
ES61,ENV,Done,done@region.example,en
ES61,SOC,Not begun,later@region.example,en
`);
  await server.command("round", "open", "--code", "moving", "--name", "Moving", "--form-id", "moving", "--deadline",
    "2099-01-01", "--invite", invite, "--base-url", server.url);

  const done = await person(WIDE, "English");
  const doneHub = await enter(done, "done@region.example");
  await done.goto(`${doneHub}/sections/about`);
  await fill(done, { title: "First", budget: "12", level: "low", fields: ["sea", "air"], remark: "kept", since: "a while" });
  await proceed(done, "leave");
  await done.goto(`${doneHub}/check`);
  await press(done, done.getByRole("button", { name: "Submit" }));
  assert.match(done.url(), /receipt$/);

  const half = await person(NARROW, "Français");
  const hub = await enter(half, "half@region.example");
  await half.goto(`${hub}/sections/about`);
  await fill(half, { title: "Mer 2030", budget: "12", level: "low", fields: ["sea", "air"], remark: "=Une remarque",
    since: "un moment", contact: "Le quai" });
  await proceed(half, "leave");
  await half.goto(`${hub}/sections/work`);
  await press(half, half.locator("button[value='add:projects']"));
  await fill(half, { "projects/1/project_title": "Un", "projects/1/lead": "Brest" });
  await proceed(half);
  // Open in another tab when the round moves.
  const stale = await half.context().newPage();
  await stale.goto(`${hub}/sections/about`);

  await context.test("the difference is told on the page of the draft", async () => {
    const added = await server.command("questionnaire", "add", path.join(folder, "2"));
    const [version] = added.trim().split("\n").at(-1).split(" ");
    for (const [viewport, language] of [[WIDE, "English"], [NARROW, "Français"]]) {
      const page = await person(viewport, language);
      await openLink(page, server.ways.admin);
      await page.goto(`${server.url}/admin/questionnaires/${version}`);
      await inspector.look(page, `version, ${language}`);
      const text = (await page.textContent("section[aria-labelledby=changes]")).replace(/\s+/g, " ");
      assert.match(text, /Title of the strategy → Name of the strategy in force/);
      assert.match(text, /Titre de la stratégie → Nom de la stratégie en vigueur/);
      assert.match(text, /integer → decimal/);
      if (language === "English") {
        for (const told of [/Added: 1/, /Removed: 1/, /Moved: 2/, /Choice low removed/, /Choice middle added/]) {
          assert.match(text, told);
        }
        await press(page, page.getByRole("button", { name: "Publish" }));
      }
    }
    const json = JSON.parse(await server.command("questionnaire", "diff", "moving@1", path.join(folder, "2"), "--json"));
    assert.equal(json.counts.removed, 1);
  });

  await context.test("the admin sees what a move does, and moves", async () => {
    const dry = await server.command("round", "move", "moving", "--to", "2", "--dry-run");
    assert.match(dry, /1 drafts and 1 responses not begun would move/);
    const page = await person(NARROW, "Français");
    await openLink(page, server.ways.admin);
    await page.goto(`${server.url}/admin/rounds/moving/move`);
    await inspector.look(page, "moving");
    const rows = (await page.locator("table").first().textContent()).replace(/\s+/g, " ");
    for (const name of ["title", "level", "fields", "since", "lead"]) assert.match(rows, new RegExp(` ${name}[A-Z]`));
    await press(page, page.getByRole("button", { name: "Faire passer la collecte" }));
    await inspector.look(page, "round, moved");
    assert.match(await page.textContent("main"), /2 réponses avec elle/);
  });

  await context.test("a page that was open is not saved, and says what was typed", async () => {
    await fill(stale, { remark: "Écrit trop tard", title: "Autre titre" });
    const answered = stale.waitForResponse((response) => response.request().method() === "POST");
    await proceed(stale);
    assert.equal((await answered).status(), 409);
    await inspector.look(stale, "sent too late");
    const text = await stale.textContent("main");
    assert.match(text, /Écrit trop tard/);
    assert.match(text, /Cette question n’est plus posée/);
    assert.match(text, /À saisir ici\s: Nom de la stratégie en vigueur/);
    await stale.close();
  });

  await context.test("the hub lists what is to be confirmed, and nothing else", async () => {
    await half.goto(hub);
    await inspector.look(half, "hub, with answers to confirm");
    const articles = half.locator(".reconfirm article");
    const titles = (await articles.locator("h3").allTextContents()).map((title) => title.trim());
    assert.deepEqual(titles, ["Nom de la stratégie en vigueur", "Niveau", "Domaines d’action", "Depuis quand", "Chef de file"]);
    const about = await articles.nth(0).textContent();
    assert.match(about, /Titre de la stratégie/);
    assert.match(about, /Mer 2030/);
    assert.match(await articles.nth(1).textContent(), /Faible/);
    // Neither can be submitted before the list is empty, by whatever way.
    await half.goto(`${hub}/check`);
    await inspector.look(half, "check, with answers to confirm");
    assert.match(await half.textContent(".panel--error"), /Confirmez 5 réponses/);
    assert.equal(await half.locator("form[action$='/submit']").count(), 0);
    await half.goto(`${hub}/earlier`);
    await inspector.look(half, "earlier answers");
    const earlier = await half.textContent("main");
    assert.match(earlier, /=Une remarque/);
    assert.match(earlier, /Remarque/);
  });

  await context.test("mail goes to whom it concerns, in their language", async () => {
    const text = await openMail(half, "half@region.example");
    assert.match(text, /Réponses à confirmer\s: 5/);
    await half.goto(`${server.url}/mailbox`);
    for (const other of ["done@region.example", "later@region.example"]) {
      assert.equal(await half.locator("tr", { hasText: other }).filter({ hasText: "revoir" }).count(), 0);
      assert.equal(await half.locator("tr", { hasText: other }).filter({ hasText: "again" }).count(), 0);
    }
  });

  await context.test("confirming and answering anew empty the list", async () => {
    await half.goto(hub);
    // What the new question cannot read is answered anew.
    assert.equal(await half.locator("article", { hasText: "Niveau" }).getByRole("button").count(), 0);
    for (const label of ["Nom de la stratégie en vigueur", "Domaines d’action", "Chef de file"]) {
      await press(half, half.locator("article", { hasText: label }).getByRole("button"));
    }
    assert.equal(await half.locator(".reconfirm article").count(), 2);
    await press(half, half.locator("article", { hasText: "Niveau" }).getByRole("link"));
    assert.equal(await half.locator('[name="since"]').inputValue(), "un moment");
    await fill(half, { level: "middle", since: "2019" });
    await proceed(half, "leave");
    assert.equal(await half.locator(".reconfirm").count(), 0);
    await half.goto(`${hub}/check`);
    await press(half, half.getByRole("button", { name: "Envoyer les réponses" }));
    assert.match(half.url(), /receipt$/);
    const receipt = await half.textContent("main");
    for (const told of [/Mer 2030/, /Moyen/, /Mer/, /Brest/, /Un/, /Le quai/]) assert.match(receipt, told);
    assert.doesNotMatch(receipt, /Une remarque/);
    await half.goto(`${hub}/earlier`);
    assert.match(await half.textContent("main"), /=Une remarque/);
  });

  await context.test("what was submitted before reads as it was", async () => {
    await done.goto(`${doneHub}/receipt`);
    assert.match(await done.textContent("main"), /Title of the strategy/);
    assert.match(await done.textContent("main"), /Low/);
  });

  await context.test("both versions stand in one export", async () => {
    const page = await person(WIDE, "English");
    await openLink(page, server.ways.consultant);
    await page.goto(`${server.url}/results/moving?states=submitted`);
    const rows = await download(page, "responses.csv");
    const [first, second] = ["Done", "Half way"].map((name) => rows.find((row) => row.department === name));
    const cells = (row, names) => Object.fromEntries(names.map((name) => [name, row[name]]));
    const names = ["version", "title", "budget", "level", "fields/sea", "fields/land", "fields/air", "remark", "since",
      "since__v1", "lead", "partner", "projects"];
    assert.deepEqual(cells(first, names), { version: "1", title: "First", budget: "12", level: "low", "fields/sea": "1",
      "fields/land": "0", "fields/air": "1", remark: "kept", since: "", since__v1: "a while", lead: "", partner: "",
      projects: "" });
    assert.deepEqual(cells(second, names), { version: "2", title: "Mer 2030", budget: "12", level: "middle",
      "fields/sea": "1", "fields/land": "0", "fields/air": "", remark: "", since: "2019", since__v1: "",
      lead: "Brest", partner: "", projects: "1" });
    const projects = await download(page, "projects.csv");
    assert.deepEqual(projects.map((row) => [row.version, row.project_title]), [["2", "Un"]]);
    const codebook = await download(page, "codebook.csv");
    const versions = (question, choice = "") =>
      codebook.find((row) => row.question === question && row.choice === choice)?.versions;
    assert.deepEqual([versions("title"), versions("remark"), versions("since__v1"), versions("level", "middle"),
      versions("level", "low"), versions("level", "high")], ["1 2", "1", "1", "2", "1", "1 2"]);
    const counted = await download(page, "frequencies.csv");
    const count = (choice) => counted.find((row) => row.question === "fields" && row.choice === choice)?.count;
    assert.deepEqual([count("sea"), count("air"), count("land")], ["2", "1", "0"]);
    const answers = await download(page, "answers.csv");
    assert.deepEqual([...new Set(answers.map((row) => row.version))].sort(), ["1", "2"]);
    await page.context().close();
  });
  context.diagnostic(`${inspector.pages.length} pages without a finding: ${inspector.pages.join(", ")}`);
});
