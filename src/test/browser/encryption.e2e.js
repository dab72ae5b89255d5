import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCompany, companyNamed } from './api.js';
import { person, unique, until, useBrowser } from './world.js';

/** The file of the encryption, as the server has it, in a real IndexedDB with a real WebCrypto. */

useBrowser();

/** In the page of somebody who is signed in. The database is another one than the application's. */
const prepare = () => {
  globalThis.vault = async (/** @type {string} */ name, /** @type {string} */ passphrase) => {
    const { Dexie } = await import('dexie');
    const { tidemark } = await import('@tidemark/client');
    const { encrypted, keyFromPassphrase } = await import(
      new URL('tidemark/encryption/tidemark-encryption.min.js', document.baseURI).href
    );
    const key = await keyFromPassphrase(name, passphrase);
    const db = new Dexie(name, { addons: [tidemark, encrypted({ key })] });
    db.version(1).stores({ companies: 'id', contacts: 'id' });
    db.tidemark.configure({ url: 'api', collections: ['companies', 'contacts'] });
    return db.open();
  };
  /** All values of a database as text, past the addon. */
  globalThis.lying = async (/** @type {string} */ name) => {
    const { Dexie } = await import('dexie');
    const db = await new Dexie(name, { addons: [] }).open();
    const read = (/** @type {string} */ _, /** @type {any} */ part) =>
      part instanceof Uint8Array ? new TextDecoder().decode(part) : part;
    const texts = [];
    for (const table of db.tables) texts.push(JSON.stringify(await table.toArray(), read));
    db.close();
    return texts.join('\n');
  };
};

test('what lies in the browser is not readable, and unsent work survives a restart', async (t) => {
  const theirs = unique('Hemmelig Havn');
  const mine = unique('Lukket Luke');
  await addCompany('bob', { name: theirs });
  const alice = await person(t, 'alice');
  const { page } = alice;
  const name = unique('vault');
  await page.evaluate(prepare);
  const pulled = await page.evaluate(
    async ([name, theirs, mine]) => {
      const db = await globalThis.vault(name, 'sesam');
      const { status } = await db.tidemark.sync();
      const found = await db.companies.filter((one) => one.name === theirs).count();
      await db.companies.add({ id: db.tidemark.newId(), name: mine, region: 'emea' });
      return { status, found };
    },
    [name, theirs, mine],
  );
  assert.deepEqual(pulled, { status: 'synced', found: 1 });
  const text = await page.evaluate((name) => globalThis.lying(name), name);
  assert.ok(text.length > 10_000);
  for (const word of [theirs, mine, 'Bergen']) assert.ok(!text.includes(word), word);

  await page.reload();
  await alice.heading('Companies');
  await page.evaluate(prepare);
  const wrong = page.evaluate((name) => globalThis.vault(name, 'other').catch((fault) => fault.name), name);
  assert.equal(await wrong, 'WrongKeyError');
  const sent = await page.evaluate(async (name) => {
    const db = await globalThis.vault(name, 'sesam');
    const before = await db.tidemark.pending();
    const { status } = await db.tidemark.sync();
    return [before.added, status];
  }, name);
  assert.deepEqual(sent, [1, 'synced']);
  await until('it is at the server', async () => Boolean(await companyNamed(mine)));
});
