// The whole season as people live it: the registry and a round, a Spanish region that shares it out, four departments
// that answer, a query, a return and a correction, the region's own answer and its signature, and then the tables.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fill, lookTwice, proceed, same, words } from "./forms.mjs";
import { Inspector, NARROW, WIDE, browse, download, openLink, press, serve } from "./helpers.mjs";
import {
  DEPARTMENTS, DEPARTMENTS_COUNTED, DEPARTMENTS_SAID, MESSAGE, PRACTICES_SAID, REASON, REGION_COUNTED,
  REGION_PRACTICES, REGION_SAID, REGISTRY, SHEETS,
} from "./whole_season_data.mjs";

const DESK = "/regions/ES63/rounds/season";

const inspector = new Inspector();
let server;
let browser;
let folder;
let mailbox;
before(async () => {
  server = await serve();
  browser = await browse();
  folder = await mkdtemp(path.join(tmpdir(), "periplus-season-"));
  for (const [name, text] of Object.entries({ ...SHEETS, ...REGISTRY })) {
    await writeFile(path.join(folder, `${name}.csv`), text);
  }
  mailbox = await person(WIDE, "en-GB");
});
after(async () => {
  await browser?.close();
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

async function person(viewport, locale) {
  const place = await browser.newContext({ viewport, bypassCSP: true, locale, acceptDownloads: true });
  const page = await place.newPage();
  page.setDefaultTimeout(10_000);
  return page;
}

const visit = (page, address) => page.goto(new URL(address, server.url).href);
const file = (name) => path.join(folder, `${name}.csv`);

const look = (page, name) => lookTwice(inspector, page, name);

/// The newest mail to an address whose subject or text says this: its words and its link.
async function mail(address, subject) {
  await visit(mailbox, "/mailbox");
  const row = mailbox.locator("tr", { hasText: address }).filter({ hasText: subject }).first();
  await press(mailbox, row.locator("a").first());
  const link = await mailbox.locator("main p a[href^=http]").first().getAttribute("href");
  return { text: await words(mailbox), link };
}

async function importFile(page, kind, added) {
  await visit(page, `/admin/registry/import/${kind}`);
  await page.setInputFiles("#file", file(kind));
  await press(page, page.locator("form[enctype] button"));
  const counts = await page.locator("section[aria-labelledby=plan] dl dd").allTextContents();
  assert.deepEqual(counts.slice(0, 3), [`${added}`, "0", "0"], `${kind} of a dry run`);
  if (kind === "people") await look(page, "import, dry run");
  await press(page, page.locator("section[aria-labelledby=plan] form .button"));
  assert.equal(await page.locator(".panel--success").count(), 1, `${kind} are imported`);
}

async function prepare(admin) {
  await openLink(admin, server.ways.admin);
  await visit(admin, "/admin/questionnaires");
  await admin.setInputFiles("#file", ["survey", "choices", "settings"].map(file));
  await press(admin, admin.locator("form[enctype] button"));
  await press(admin, admin.getByRole("button", { name: "Publish" }));
  for (const [kind, added] of [["regions", 2], ["departments", 2], ["people", 1]]) await importFile(admin, kind, added);
  await visit(admin, "/admin/registry");
  await look(admin, "registry");
}

async function launch(admin) {
  await visit(admin, "/admin/rounds/new");
  const version = await admin.locator("#version option", { hasText: "Season" }).getAttribute("value");
  await fill(admin, { name: "Temporada 2026", code: "season", version, opens_at: "2026-01-01T00:00",
    deadline: "2099-06-01T12:00" });
  await look(admin, "new round");
  await press(admin, admin.locator("button[name=action][value=draft]"));
  assert.equal(await admin.locator(".panel--error").count(), 0);
  await visit(admin, "/admin/rounds/season/regions");
  await fill(admin, { codes: "ES63 ES64" });
  await press(admin, admin.locator("button[value=preview]"));
  assert.match(await words(admin, "#preview"), /Ceuta.*Melilla/);
  await press(admin, admin.locator("button[value=add]"));
  await look(admin, "regions of the round");
  await visit(admin, "/admin/rounds/season/settings");
  await look(admin, "settings");
  await visit(admin, "/admin/rounds/season");
  await look(admin, "round, draft");
  await press(admin, admin.locator("button[value=launch]"));
  assert.equal(await admin.locator(".panel--success").count(), 1);
}

/// The coordinator comes in by the mail, and asks four departments.
async function share(coordinator) {
  const invitation = await mail("nuria@ceuta.example", "se consulta a su región");
  await openLink(coordinator, invitation.link);
  assert.equal(await coordinator.getAttribute("html", "lang"), "es");
  await visit(coordinator, DESK);
  await look(coordinator, "desk, before");
  await visit(coordinator, `${DESK}/invite`);
  await look(coordinator, "choosing departments");
  for (const { name, kind, known } of Object.values(DEPARTMENTS)) {
    if (known) await coordinator.locator("label", { hasText: name }).first().click();
    else await coordinator.locator(`label[for="new-${kind}"]`).click();
  }
  await press(coordinator, coordinator.locator("main form .button"));
  const blocks = coordinator.locator("section.invite");
  assert.equal(await blocks.count(), 4);
  for (const [index, one] of Object.values(DEPARTMENTS).entries()) {
    const block = blocks.nth(index);
    if (one.known) assert.match(await block.locator("h2").textContent(), new RegExp(one.name));
    else await block.locator("input[name$='.name']").fill(one.name);
    await block.locator("input[name$='.email']").first().fill(one.email);
    await block.locator("input[name$='.person']").first().fill(one.person);
    await block.locator("select[name$='.language']").first().selectOption("es");
    for (const section of await block.locator("input[name$='.section']").all()) {
      const wanted = one.sections.includes(await section.getAttribute("value"));
      if (wanted !== (await section.isChecked())) {
        await block.locator(`label[for="${await section.getAttribute("id")}"]`).click();
      }
    }
  }
  await coordinator.locator("#message").fill(MESSAGE);
  await look(coordinator, "inviting");
  await press(coordinator, coordinator.locator("main form button.button[value=invite]"));
  assert.match(await words(coordinator, ".panel--success"), /4 invitaciones/);
  await look(coordinator, "desk, asked");
}

/// One section goes to one person, with a day.
async function delegate(coordinator) {
  await press(coordinator, coordinator.locator("table.matrix th a", { hasText: "Acción Exterior" }).first());
  const task = coordinator.locator("li.delegation", { has: coordinator.locator("#section-cooperation") });
  await task.locator("summary").click();
  await task.locator("select").selectOption({ label: "Ana Ruiz" });
  await task.locator("input[type=date]").fill("2099-05-01");
  await task.locator("textarea").fill("Con las cifras de 2025, por favor.");
  await look(coordinator, "department of the region");
  await press(coordinator, task.locator("button[value=delegate]"));
  assert.match(await words(coordinator, "li.delegation >> nth=0"), /Ana Ruiz.*2099/);
  const told = await mail("ana@ceuta.example", "le corresponde");
  assert.match(told.text, /Con las cifras de 2025, por favor\./);
}

/// A department opens its mail's link, answers section by section, and submits.
async function answer(page, { email, name }, sections, practices = []) {
  const invitation = await mail(email, "responda en nombre");
  assert.match(invitation.text, new RegExp(name));
  assert.ok(invitation.text.includes(MESSAGE), invitation.text);
  await openLink(page, invitation.link);
  assert.equal(await page.getAttribute("html", "lang"), "es");
  const hub = page.url();
  assert.match(hub, /\/responses\/[^/]+$/);
  for (const [section, values] of Object.entries(sections)) {
    await visit(page, `${hub}/sections/${section}`);
    // What follows from an answer appears when the page is sent; then the same button sends both.
    for (const [field, value] of Object.entries(values)) {
      if ((await page.locator(`[name="${field}"]`).count()) === 0) await proceed(page, "continue");
      await fill(page, { [field]: value });
    }
    await proceed(page, "leave");
  }
  for (const practice of practices) {
    await visit(page, `${hub}/sections/practices_section`);
    await press(page, page.locator("button[value='add:practices']"));
    const entry = await page.locator("input.input[name$='/practice_title']").getAttribute("name");
    const at = entry.slice(0, entry.lastIndexOf("/"));
    await fill(page, { [entry]: practice[0], [`${at}/practice_link`]: practice[1] });
    await proceed(page, "continue");
  }
  await visit(page, hub);
  if (name === "Salud") await look(page, "hub of a department");
  return submit(page, hub);
}

async function submit(page, hub) {
  await visit(page, `${hub}/check`);
  await press(page, page.locator("form[action$='/submit'] .button"));
  assert.match(page.url(), /\/receipt$/, await words(page));
  assert.match(await page.textContent(".receipt__reference strong"), /\S{6,}/);
  return hub;
}

async function answerAll(people) {
  const { exterior, development, social, health } = DEPARTMENTS;
  const hubs = {};
  hubs.exterior = await answer(people.exterior, exterior,
    { cooperation: { active: "yes", budget: "1200", themes: ["work", "school"] } },
    [["Puertos que acogen", "https://ceuta.example/puertos"]]);
  hubs.development = await answer(people.development, development,
    { cooperation: { active: "yes", budget: "800", themes: ["work", "water"] } },
    [["Puertos de acogida", "https://ceuta.example/puertos/"], ["Escuela del agua", "https://ceuta.example/agua"]]);
  hubs.social = await answer(people.social, social,
    { reception: { duty: "runs", note: "Dos centros, uno «nuevo»; \"80\" plazas" } });
  hubs.health = await answer(people.health, health,
    { cooperation: { active: "no" }, reception: { duty: "funds", "instead:note": "no_data:confidential" } });
  return hubs;
}

/// A query that blocks acceptance, its reply, a return with reasons, the correction, and what changed.
async function review(coordinator, exterior, hub) {
  await visit(coordinator, DESK);
  await look(coordinator, "desk, answered");
  const address = `${hub}/review`;
  const stale = await coordinator.context().newPage();
  await visit(stale, address);
  await visit(coordinator, address);
  const row = coordinator.locator(".review-row", { has: coordinator.locator("input[name=path][value=budget]") });
  await row.locator("summary").click();
  await row.locator("textarea").fill("¿El presupuesto incluye el fondo de emergencia?");
  await look(coordinator, "review");
  await press(coordinator, row.locator(".button"));

  await visit(coordinator, address);
  assert.equal(await coordinator.locator("input[name=decision][value=accept]").count(), 0);
  assert.match(await words(coordinator), /Hay una consulta abierta\. Ciérrela/);
  const refused = stale.waitForResponse((response) => response.request().method() === "POST");
  await press(stale, stale.getByRole("button", { name: "Aceptar la respuesta" }));
  assert.equal((await refused).status(), 409);
  assert.match(await words(stale, ".panel--error"), /No se aceptó: hay una consulta abierta/);
  await look(stale, "review, refused");
  await stale.close();

  const asked = await mail("ana@ceuta.example", "una pregunta sobre su respuesta");
  assert.match(asked.text, /fondo de emergencia/);
  await visit(exterior, hub);
  await look(exterior, "hub with a query");
  await press(exterior, exterior.locator("a[href*='/queries/']").first());
  await exterior.locator("#query-text").fill("No lo incluía; hay que sumar 50.");
  await look(exterior, "query");
  await press(exterior, exterior.locator("button[name=party][value=department]"));
  const answered = await mail("nuria@ceuta.example", "ha contestado");
  assert.match(answered.text, /hay que sumar 50/);

  await visit(coordinator, `${DESK}/queries`);
  await look(coordinator, "queries of the region");
  await visit(coordinator, address);
  await coordinator.locator("#return-text").fill("Sume el fondo de emergencia al presupuesto.");
  await press(coordinator, coordinator.getByRole("button", { name: "Devolver al departamento" }));
  assert.match((await mail("ana@ceuta.example", "revise sus respuestas")).text, /Sume el fondo de emergencia/);

  await visit(exterior, hub);
  assert.match(await words(exterior), /Sume el fondo de emergencia al presupuesto\./);
  await look(exterior, "hub, returned");
  await visit(exterior, `${hub}/sections/cooperation`);
  await fill(exterior, { budget: "1250" });
  await proceed(exterior, "leave");
  await submit(exterior, hub);

  await visit(coordinator, `${address}?show=changed`);
  await look(coordinator, "review, changed");
  const changes = coordinator.locator(".review-change");
  assert.equal(await changes.count(), 1);
  assert.match(await words(coordinator, ".review-change"), /Antes.*1\D?200.*Ahora.*1\D?250/);
  await accept(coordinator, hub);
}

async function accept(coordinator, hub) {
  await visit(coordinator, `${hub}/review`);
  await press(coordinator, coordinator.getByRole("button", { name: "Aceptar la respuesta" }));
  assert.match(await words(coordinator, ".panel--success"), /La respuesta se aceptó/);
}

/// The secretariat accepts what is left of the region at once.
async function acceptTheRest(admin) {
  await visit(admin, "/admin/rounds/season/dashboard");
  await look(admin, "dashboard");
  await admin.locator("#tick-ES63").check();
  await press(admin, admin.locator("button[name=action][value=accept]"));
  assert.match(await words(admin), /Salud/);
  await look(admin, "accepting at once");
  await press(admin, admin.locator("button[value=accept-now]"));
  await visit(admin, "/admin/rounds/season");
  assert.match(await words(admin), /4 accepted/);
  await visit(admin, "/admin/rounds/season/reminders");
  await look(admin, "reminders");
}

/// The region's own answer: proposals, a question at which the departments differ, words of its own, a pair of doubles.
async function speak(coordinator) {
  await visit(coordinator, `${DESK}/answer`);
  await press(coordinator, coordinator.locator("button[value=begin]"));
  await look(coordinator, "answer of the region");
  await press(coordinator, coordinator.locator("button[value=adopt]"));

  await visit(coordinator, `${DESK}/answer/sections/reception`);
  await look(coordinator, "section of the region");
  const duty = coordinator.locator("#f-duty-matter");
  assert.match(await duty.locator(".voice", { hasText: "Acción Exterior" }).textContent(), /No se preguntó/);
  await duty.locator(".voice", { hasText: "Servicios Sociales" }).locator("label").click();
  await fill(coordinator, { "divergent:duty": "yes" });
  await proceed(coordinator, "leave");
  assert.match(await words(coordinator, ".panel--error"), /Diga por qué difieren los departamentos/);
  await fill(coordinator, { "divergence:duty": REASON, "basis:note": "own",
    note: "Dos centros; las cifras son de 2025." });
  await proceed(coordinator, "leave");
  assert.equal(await coordinator.locator(".panel--error").count(), 0);
}

/// While the list of practices is undecided, nobody can sign, by whatever way.
async function refuse(coordinator) {
  await visit(coordinator, `${DESK}/answer/sign-off`);
  await look(coordinator, "sign-off, something missing");
  assert.match(await words(coordinator, "section[aria-labelledby=undecided]"), /Prácticas que mostrar/);
  assert.equal(await coordinator.locator("#sign-role").count(), 0);
  const csrf = await coordinator.locator("input[name=csrf]").first().getAttribute("value");
  const form = { csrf, seen: "0", sources: "", role: "Directora", "day:date": "20", "month:date": "11",
    "year:date": "2026", clearance: "political", network: "yes", public: "no" };
  // The page holds no form; somebody sends one all the same.
  const answered = await coordinator.request.post(new URL(`${DESK}/answer/sign-off`, server.url).href,
    { form, maxRedirects: 0 });
  assert.ok([409, 422].includes(answered.status()), `signing too early: ${answered.status()}`);
}

async function merge(coordinator) {
  await visit(coordinator, `${DESK}/answer/repeats/practices`);
  const double = coordinator.locator("fieldset.conflict").first();
  assert.match(await double.textContent(), /Puertos que acogen \/ Puertos de acogida/);
  await double.locator("label", { hasText: "Son lo mismo: unirlas" }).click();
  await look(coordinator, "practices of the region");
  await press(coordinator, coordinator.locator(".actions button[value=save]"));
  assert.equal(await coordinator.locator(".panel--error").count(), 0, await words(coordinator));
}

async function sign(coordinator) {
  await visit(coordinator, `${DESK}/answer/sign-off`);
  await look(coordinator, "sign-off");
  await fill(coordinator, { role: "Directora General", clearance: "political", network: "yes", public: "no" });
  const date = coordinator.locator(".date-parts input");
  for (const [index, part] of ["20", "11", "2026"].entries()) await date.nth(index).fill(part);
  await press(coordinator, coordinator.locator("main form .button").last());
  await look(coordinator, "signed");
  assert.match(await coordinator.textContent(".receipt__reference strong"), /\S{6,}/);
  assert.ok((await words(coordinator)).includes(REASON));
  await visit(coordinator, "/account/data");
  await look(coordinator, "what is held on a person");
}

async function tables(consultant) {
  await openLink(consultant, server.ways.consultant);
  await visit(consultant, "/results/season");
  await look(consultant, "results");
  const said = await download(consultant, "responses.csv");
  same(said, DEPARTMENTS_SAID, "responses.csv");
  assert.ok(said.every((row) => row.carried_from === "" && row.changed_since === ""));
  same(await download(consultant, "practices.csv"), PRACTICES_SAID, "practices.csv");
  same(await download(consultant, "regional_responses.csv"), REGION_SAID, "regional_responses.csv");
  same(await download(consultant, "regional_practices.csv"), REGION_PRACTICES, "regional_practices.csv");
  const differences = (await download(consultant, "regional_answers.csv")).filter((row) => row.divergent === "1");
  assert.deepEqual(differences.map((row) => [row.question, row.choice, row.divergence]), [["duty", "runs", REASON]]);
  same(await download(consultant, "frequencies.csv"), DEPARTMENTS_COUNTED, "frequencies.csv");
  same(await download(consultant, "regional_frequencies.csv"), REGION_COUNTED, "regional_frequencies.csv");
}

test("a whole season, from the registry to the tables", async (context) => {
  // Nothing is said of what comes after a step that failed.
  let broken = false;
  const step = (name, play) => context.test(name, async (own) => {
    if (broken) return own.skip("an earlier step failed");
    broken = true;
    await play();
    broken = false;
    return undefined;
  });
  const admin = await person(WIDE, "en-GB");
  const coordinator = await person(WIDE, "es-ES");
  await step("the admin publishes a questionnaire and imports the registry", () => prepare(admin));
  await step("the admin launches a round for two regions", () => launch(admin));
  await step("the coordinator invites four departments in Spanish", () => share(coordinator));
  await step("the coordinator gives a section to a person", () => delegate(coordinator));
  const people = {};
  for (const name of Object.keys(DEPARTMENTS)) people[name] = await person(name === "social" ? NARROW : WIDE, "es-ES");
  let hubs;
  await step("four departments answer in Spanish", async () => {
    hubs = await answerAll(people);
  });
  await step("a query, a return and a correction", () => review(coordinator, people.exterior, hubs.exterior));
  await step("the others are accepted, the last by the admin at once", async () => {
    for (const name of ["development", "social"]) await accept(coordinator, hubs[name]);
    await acceptTheRest(admin);
  });
  await step("the region finds its answer, and says where its departments differ", () => speak(coordinator));
  await step("nobody signs while something is missing", () => refuse(coordinator));
  await step("doubles are merged", () => merge(coordinator));
  await step("the region signs", () => sign(coordinator));
  await step("the tables say what each said", async () => tables(await person(WIDE, "en-GB")));
  context.diagnostic(`${inspector.pages.length} pages without a finding: ${inspector.pages.join("; ")}`);
});
