// The product without JavaScript, in English on a wide window, and what happens when two people or two requests meet.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Inspector, WIDE, browse, openLink, press, serve } from "./helpers.mjs";
import { answerEverything } from "./respondent.mjs";

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

const contexts = () =>
  browser.newContext({ viewport: WIDE, javaScriptEnabled: false, bypassCSP: true, locale: "en-GB" });

async function newPage() {
  const page = await (await contexts()).newPage();
  page.setDefaultTimeout(10_000);
  return page;
}

/// The person whom the local mode signs in by a link of its own; the tests need somebody else as well.
const KNOWN = "respondent@periplus.example";

/// The links of the invitations that nobody has used, from the mailbox of the local mode.
async function unusedInvitations(page, most) {
  await page.goto(`${server.url}/mailbox`);
  const rows = await page.locator("tbody tr").evaluateAll((all) =>
    all.map((row) => ({ to: row.cells[0].textContent, href: row.querySelector("a").getAttribute("href") })),
  );
  const mails = new Map();
  for (const { to, href } of rows) mails.set(to, [...(mails.get(to) ?? []), href]);
  const links = [];
  mails.delete(KNOWN);
  for (const hrefs of mails.values()) {
    if (hrefs.length > 1 || links.length >= most) continue;
    await page.goto(server.url + hrefs[0]);
    const link = page.locator("main a[href*='/open/']");
    if ((await link.count()) > 0) links.push(await link.first().getAttribute("href"));
  }
  return links;
}

/// Signs in as the person of the first link that leads to a response in which nothing was answered.
async function openFresh(page) {
  for (const link of await unusedInvitations(page, 30)) {
    await openLink(page, link);
    if ((await page.locator(".tag--submitted").count()) > 0 || !(await page.locator(".actions .button").count())) continue;
    if ((await page.locator(".task__note", { hasText: "Last" }).count()) === 0) return link;
  }
  return assert.fail("every invitation is used");
}

test("a department answers without JavaScript", async (context) => {
  const inspector = new Inspector();
  const page = await newPage();
  const link = await openFresh(page);
  const hub = page.url();

  await context.test("a used link says so", async () => {
    const other = await newPage();
    await other.goto(link);
    const answered = other.waitForResponse((response) => response.request().method() === "POST");
    await press(other, other.locator("main form .button").first());
    assert.equal((await answered).status(), 410);
    assert.match(await other.textContent("h1"), /no longer works/);
    assert.equal(await other.locator("#link-email").count(), 1, "a new link can be asked for");
  });

  await context.test("somebody else's response does not exist", async () => {
    const other = await newPage();
    await openLink(other, server.ways.respondent);
    assert.notEqual(other.url(), hub);
    for (const path of ["", "/sections/mandate", "/check", "/receipt"]) {
      assert.equal((await other.goto(hub + path)).status(), 404, path);
    }
  });

  await context.test("two people save one answer", () => meet(page, hub));

  await page.goto(hub);
  await answerEverything(page, {
    given: { region: undefined, practice_title: "Quayside welcome" },
    entries: ["practices"],
    onPage: (_, path) => inspector.measure(page, path.split("/").slice(3).join("/") || "hub"),
  });

  await context.test("a submission that is sent twice is one", async () => {
    const form = await page.locator("form[action$='/submit']").evaluate((element) => Object.fromEntries(new FormData(element)));
    await press(page, page.getByRole("button", { name: "Submit the answers" }));
    await inspector.measure(page, "receipt");
    const reference = await page.textContent(".receipt__reference strong");
    const again = await page.request.post(`${hub}/submit`, { form });
    assert.equal(again.status(), 200);
    assert.match(again.url(), /\/receipt$/);
    assert.ok((await again.text()).includes(reference), `${reference} is not on the second receipt`);
  });
  context.diagnostic(`${inspector.pages.length} pages: ${[...new Set(inspector.pages)].join(", ")}`);
});

/// Two windows of the same person: the later one is told, sees both answers, and what is chosen is stored.
async function meet(page, hub) {
  const address = `${hub}/sections/respondent`;
  const other = await page.context().newPage();
  await page.goto(address);
  await other.goto(address);
  await page.locator("#f-department_name").fill("Sea and ports");
  await press(page, page.locator("button[value=leave]").last());
  await other.locator("#f-department_name").fill("Ports and sea");
  const answered = other.waitForResponse((response) => response.request().method() === "POST");
  await press(other, other.locator("button[value=leave]").last());
  assert.equal((await answered).status(), 409);
  const words = await other.textContent("main");
  for (const value of ["Sea and ports", "Ports and sea"]) assert.ok(words.includes(value), `${value} is not shown`);
  assert.match(await other.title(), /^Error:/);
  await other.locator("input[value=mine]").check();
  await press(other, other.locator("main form .button"));
  await other.goto(address);
  assert.equal(await other.locator("#f-department_name").inputValue(), "Ports and sea");
  await other.close();
}
