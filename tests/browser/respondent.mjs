// Somebody who answers a questionnaire of which they know nothing but what the pages show.
import assert from "node:assert/strict";
import { press } from "./helpers.mjs";

/// Answers what is required wherever the pages lead, until the page to check before submitting.
///
/// `given` has answers by question name; `entries` says in which repeats an entry is added although none is asked for;
/// `onPage` sees every page before it is answered, `onError` every page that came back with problems.
export async function answerEverything(page, { given = {}, entries = [], onPage, onError }) {
  const wanted = new Set(entries);
  for (let step = 0; step < 120; step += 1) {
    const address = new URL(page.url());
    await onPage?.(page, address.pathname);
    if (address.pathname.endsWith("/check")) return;
    if (/^\/responses\/[^/]+$/.test(address.pathname)) {
      await press(page, page.locator(".actions .button").first());
      continue;
    }
    await fillPage(page, given);
    const repeat = await repeatToAdd(page, wanted);
    if (repeat) {
      await press(page, page.locator(`button[name=then][value="add:${repeat}"]`));
      continue;
    }
    await press(page, page.locator(".actions button[value=continue]"));
    if ((await page.locator(".panel--error").count()) > 0) await mend(page, given, onError);
  }
  assert.fail(`no end of questions, now at ${page.url()}`);
}

async function repeatToAdd(page, wanted) {
  const buttons = await page.locator("button[name=then][value^='add:']").evaluateAll((all) => all.map((one) => one.value));
  const repeat = buttons.map((value) => value.slice("add:".length)).find((name) => wanted.has(name));
  wanted.delete(repeat);
  return repeat;
}

/// Fills every field that is required, or that there is an answer for, and not filled yet.
export async function fillPage(page, given) {
  for (const field of await fields(page)) {
    const own = given[field.question];
    if (field.filled || (field.optional && own === undefined)) continue;
    await fill(page, field, own);
  }
}

async function fill(page, field, own) {
  const [first] = field.options;
  switch (field.kind) {
    case "radio":
    case "checkbox":
      for (const value of [own ?? first].flat()) {
        // The label, as people do: in a grid it lies over the whole cell.
        await page.locator(`label[for="${field.ids[field.options.indexOf(value)]}"]`).click();
      }
      break;
    case "select":
      await page.locator(`select[name="${field.name}"]`).selectOption(own ?? first);
      break;
    case "text":
      await page.locator(`[name="${field.name}"]`).fill(own ?? suggestion(field));
      break;
    case "parts": {
      const parts = own ?? ["1", "3", "2026"];
      for (const [index, name] of field.parts.entries()) await page.locator(`[name="${name}"]`).fill(parts[index]);
      break;
    }
    default:
      assert.fail(`nobody knows how to answer ${JSON.stringify(field)}`);
  }
}

function suggestion({ question, number }) {
  if (number) return /year|start|end|since/.test(question) ? "2020" : "12";
  if (/email/.test(question)) return "nom@region.example";
  if (/link/.test(question)) return "https://region.example/strategy";
  return `Réponse « ${question} », “quoted”, with a comma`;
}

/// Reads the panel of problems, and answers what its links lead to.
async function mend(page, given, onError) {
  await onError?.(page);
  const links = await page.locator(".panel--error a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  assert.ok(links.length > 0, `a panel without links at ${page.url()}`);
  for (const link of links.filter((href) => href.startsWith("#"))) {
    assert.equal(await page.locator(`[id="${link.slice(1)}"]`).count(), 1, `${link} leads nowhere on ${page.url()}`);
  }
  const elsewhere = links.find((href) => !href.startsWith("#"));
  if (elsewhere) {
    await press(page, page.locator(`.panel--error a[href="${elsewhere}"]`).first());
    return;
  }
  for (const field of await fields(page)) {
    if (field.wrong) await fill(page, field, given[field.question]);
  }
}

/// The questions that a page shows, each with how it can be answered.
function fields(page) {
  return page.evaluate(() => {
    const found = [];
    for (const box of document.querySelectorAll(".field, .grid__row")) {
      if (box.matches(".repeat, .grid, .note")) continue;
      const controls = [...box.querySelectorAll("input:not([type=hidden]), select:not(.select--quiet), textarea")];
      const [control] = controls;
      if (!control) continue;
      const instead = box.querySelector("select.select--quiet");
      const isChoice = control.type === "radio" || control.type === "checkbox";
      const isParts = !isChoice && controls.length > 1;
      const kind = isChoice ? control.type : isParts ? "parts" : control.tagName === "SELECT" ? "select" : "text";
      const values = control.tagName === "SELECT" ? [...control.options] : controls;
      found.push({
        kind,
        name: control.name,
        question: control.name.split(/[^A-Za-z0-9_-]/).at(-1),
        optional: box.matches(".grid__row") ? false : box.querySelector(".field__optional") !== null,
        wrong: box.matches(".field--error, .grid__row--error"),
        number: control.inputMode === "decimal",
        options: values.map((one) => one.value).filter((value) => value !== ""),
        ids: controls.map((one) => one.id),
        parts: controls.map((one) => one.name),
        filled:
          Boolean(instead?.value) || (isChoice ? controls.some((one) => one.checked) : controls.every((one) => one.value !== "")),
      });
    }
    return found;
  });
}
