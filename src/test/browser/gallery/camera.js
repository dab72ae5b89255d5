/** Takes the pictures of the documents: small ones, and the same ones as long as the pages are the same. */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../../docs/screens/', import.meta.url));

const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

/** @typedef {'light' | 'dark' | 'phone' | 'rtl'} Look */

/**
 * @param {import('../world.js').Person} someone
 * @param {string} name of the file; other looks than the first one are told behind it
 * @param {{ looks?: Look[], height?: number, of?: string, focus?: boolean }} [options] of: a part of the page
 *   alone; focus: with the mark of the keyboard's place
 */
export async function shoot(someone, name, { looks = ['light'], height, of, focus = false } = {}) {
  const { page } = someone;
  await mkdir(folder, { recursive: true });
  await page.mouse.move(0, 0);
  for (const look of looks) {
    await page.setViewportSize(look === 'phone' ? phone : { ...desktop, height: height ?? desktop.height });
    await page.emulateMedia({ colorScheme: look === 'dark' ? 'dark' : 'light', reducedMotion: 'reduce' });
    await page.evaluate(stand, { dir: look === 'rtl' ? 'rtl' : 'ltr', focus });
    const file = look === 'light' ? name : `${name}-${look}`;
    await writeFile(`${folder}${file}.webp`, await webp(page, of));
  }
  await page.setViewportSize(desktop);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.evaluate(() => ((document.adoptedStyleSheets = []), (document.documentElement.dir = 'ltr')));
}

/** Runs in the page: nothing blinks, nothing hangs over it by chance, and all of it is drawn. @param {{ dir: string, focus: boolean }} how */
async function stand({ dir, focus }) {
  document.documentElement.dir = dir;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { caret-color: transparent !important } #notices { display: none }');
  document.adoptedStyleSheets = [sheet];
  if (!focus && document.activeElement instanceof HTMLElement) document.activeElement.blur();
  await document.fonts.ready;
  for (let frames = 0; frames < 3; frames++) await new Promise((drawn) => requestAnimationFrame(drawn));
}

/**
 * Playwright's own pictures are PNG or JPEG: several times as large.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} [of]
 */
async function webp(page, of) {
  const box = of ? await page.locator(of).boundingBox() : null;
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 82,
    ...(box && { clip: { ...box, scale: 1 } }),
  });
  await session.detach();
  return Buffer.from(data, 'base64');
}
