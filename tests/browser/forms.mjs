// Forms as people fill them, and what pages and tables say.
import assert from "node:assert/strict";
import { NARROW, WIDE, press } from "./helpers.mjs";

/// What a part of a page says, in one line.
export async function words(page, within = "main") {
  return (await page.textContent(within)).replace(/\s+/g, " ");
}

/// Presses the button of a form that has this value.
export const proceed = (page, value) => press(page, page.locator(`.actions button[value=${value}]`));

/// Fills fields by name: ticks choices by their labels, as people do, and types the rest.
export async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`[name="${name}"]:not([type=hidden])`);
    const kind = await field.first().evaluate((one) => (one.tagName === "SELECT" ? "select" : one.type));
    if (kind === "select") await field.selectOption(value);
    else if (kind === "radio" || kind === "checkbox") {
      for (const one of [value].flat()) {
        const id = await page.locator(`[name="${name}"][value="${one}"]`).getAttribute("id");
        await page.locator(`label[for="${id}"]`).click();
      }
    } else await field.fill(value);
  }
}

/// The columns of a table written by hand, of every row of a file, sorted by their first cells.
export function same(rows, [header, ...expected], name) {
  const found = rows.map((row) => header.map((column) => row[column]));
  assert.deepEqual(found.sort(), expected, name);
}

/// Looks at a page in a wide window and at 360 pixels.
export async function lookTwice(inspector, page, name) {
  const viewport = page.viewportSize();
  for (const [size, suffix] of [[WIDE, "wide"], [NARROW, "narrow"]]) {
    await page.setViewportSize(size);
    await inspector.look(page, `${name}, ${suffix}`);
  }
  await page.setViewportSize(viewport);
}
