// Photographs the pages into docs/screens: node tests/browser/screens.mjs, or `make screens`.
import { mkdir, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { NARROW, ROUND, WIDE, browse, openLink, press, serve } from "./helpers.mjs";
import { answerEverything, fillPage } from "./respondent.mjs";

const folder = fileURLToPath(new URL("../../docs/screens", import.meta.url));
await mkdir(folder, { recursive: true });

/// Longer pages are cut here, in pixels.
const TALLEST = 1800;

const LOOKS = [
  { suffix: "wide", viewport: WIDE, locale: "en-GB", colorScheme: "light", language: "English" },
  { suffix: "360", viewport: NARROW, locale: "en-GB", colorScheme: "light", language: "English" },
  { suffix: "dark", viewport: WIDE, locale: "en-GB", colorScheme: "dark", language: "English" },
  { suffix: "french", viewport: NARROW, locale: "fr-FR", colorScheme: "light", language: "Français" },
];

const PERSON = { region: "ES61", contact_name: "Antonia Ruiz", contact_email: "antonia.ruiz@region.example" };

const server = await serve();
const browser = await browse();
const places = new Map();

/// The same page in every look; `before` changes it before the picture is taken.
async function photograph(name, address, before) {
  for (const look of LOOKS) {
    const page = await pageOf(look);
    await page.goto(address);
    if (before) await before(page);
    const file = `${folder}/${name}-${look.suffix}.png`;
    const { width, height } = await page.evaluate(() => ({
      width: document.scrollingElement.scrollWidth,
      height: document.scrollingElement.scrollHeight,
    }));
    const clip = { x: 0, y: 0, width: look.viewport.width, height: Math.min(height, TALLEST) };
    await page.screenshot({ path: file, fullPage: true, clip });
    const note = width > look.viewport.width ? `, ${width} PIXELS WIDE` : "";
    console.log(`${name}-${look.suffix}.png ${Math.ceil((await stat(file)).size / 1024)} kB${note}`);
  }
}

async function pageOf(look) {
  if (!places.has(look.suffix)) {
    const { viewport, locale, colorScheme } = look;
    const page = await (await browser.newContext({ viewport, locale, colorScheme })).newPage();
    await page.goto(server.url);
    await press(page, page.getByRole("button", { name: look.language }));
    places.set(look.suffix, page);
  }
  return places.get(look.suffix);
}

async function signIn(audience) {
  for (const look of LOOKS) await openLink(await pageOf(look), server.ways[audience]);
  return (await pageOf(LOOKS[0])).url();
}

try {
  await photograph("sign-in", `${server.url}/sign-in`);
  const hub = await signIn("respondent");
  const [first] = LOOKS;
  const page = await pageOf(first);
  await page.goto(`${hub}/sections/respondent`);
  await fillPage(page, { ...PERSON, department_name: "International relations", department_type: "INT" });
  await press(page, page.locator(".actions button[value=continue]"));
  await photograph("hub", hub);
  await photograph("section", `${hub}/sections/respondent`, async (one) => {
    await one.locator("#f-contact_email").fill("antonia@");
    await press(one, one.locator(".actions button[value=continue]"));
  });
  await photograph("grid", `${hub}/sections/mandate`);
  await photograph("practice", `${hub}/sections/practices_section`, async (one) => {
    const change = one.locator("button[value^='edit:']");
    const add = one.locator("button[value^='add:']");
    await press(one, (await change.count()) > 0 ? change.first() : add);
  });
  await photograph("repeat", `${hub}/sections/practices_section`);
  await page.goto(hub);
  await answerEverything(page, { given: PERSON });
  await photograph("check", `${hub}/check`);
  await page.goto(`${hub}/check`);
  await press(page, page.locator("form[action$='/submit'] .button"));
  await photograph("receipt", `${hub}/receipt`);
  await signIn("consultant");
  await photograph("results", `${server.url}/results/${ROUND}`);
  await signIn("admin");
  await photograph("round", `${server.url}/admin/rounds/${ROUND}`);
  await photograph("upload", `${server.url}/admin/questionnaires`, async (one) => {
    const survey = "type,name,label,relevant\nselect_one colours,colour,Colour,${size} > 3\ninteger,colour,Size,\ntextt,note,Note,1 +\n";
    const file = { name: "survey.csv", mimeType: "text/csv", buffer: Buffer.from(survey) };
    await one.locator("input[type=file]").setInputFiles(file);
    await press(one, one.locator("main form .button").first());
  });
} finally {
  await browser.close();
  await server.stop();
}
