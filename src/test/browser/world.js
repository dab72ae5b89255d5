/** People with a browser each, as the stories of these tests need them. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before } from 'node:test';
import { launch } from './chromium.js';

export const server = process.env.TIDEMARK_URL ?? 'http://localhost:8080';
const pictures = new URL('../../../target/screenshots/', import.meta.url).pathname;

/**
 * How long a story waits for what has to come, in milliseconds. Only what is broken lets it wait so long: on a machine
 * that is busy with other things a page takes its time to load, and a story that loses its patience then says nothing
 * about the application.
 */
const patience = 120_000;

/** @type {import('playwright-core').Browser} */
let browser;

/** Called once at the top of a file of stories. */
export function useBrowser() {
  before(async () => {
    browser = await launch();
    await mkdir(pictures, { recursive: true });
  });
  after(() => browser.close());
}

/** A name that no other run of the tests uses: the server's data is shared. @param {string} name */
export const unique = (name) => `${name} ${crypto.randomUUID().slice(0, 8)}`;

/**
 * @param {string} what for the failure's message
 * @param {() => Promise<boolean>} condition
 */
export async function until(what, condition) {
  for (const end = Date.now() + patience; Date.now() < end;) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited in vain until ${what}`);
}

/** What is held back until the story goes on. @returns {{ open: (_?: unknown) => void, isOpen: Promise<unknown> }} */
export function gate() {
  /** @type {(_?: unknown) => void} */
  let open = () => {};
  const isOpen = new Promise((resolve) => (open = resolve));
  return { open, isOpen };
}

/**
 * Somebody at a browser of their own, before the sign-in form.
 *
 * @param {import('node:test').TestContext} test closes the browser's context when it ends, and fails if the page did
 * @param {string} user
 * @param {import('playwright-core').BrowserContextOptions & { base?: string }} [options] base: another address than the
 *   server's
 */
export async function newcomer(test, user, { base = server, ...options } = {}) {
  const { context, tab } = await openContext(test, options);
  const someone = new Person(context, tab, user, base);
  await someone.page.goto(`${base}/`);
  return someone;
}

/**
 * A browser of its own, with one empty tab.
 *
 * @param {import('node:test').TestContext} test closes it when it ends, and fails if a page did
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function openContext(test, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(patience);
  /** @type {string[]} */
  const faults = [];
  context.on('weberror', (error) => faults.push(String(error.error().stack)));
  context.on(
    'console',
    (message) => /Content Security Policy/.test(message.text()) && faults.push(message.text()),
  );
  test.after(async () => {
    await context.close();
    assert.deepEqual(faults, []);
  });
  const tab = await context.newPage();
  comeFromAfar(tab);
  return { context, tab };
}

/**
 * People move to what they press. The driver's pointer may rest there already since the last press, and the page
 * rightly takes no press on what came under a resting pointer a moment ago.
 *
 * @param {import('playwright-core').Page} tab any: what a locator can do is the same for all
 */
function comeFromAfar(tab) {
  const locator = Object.getPrototypeOf(tab.locator('html'));
  if (locator.pressed) return;
  locator.pressed = locator.click;
  locator.click = async function (/** @type {any} */ options) {
    await this.page().mouse.move(0, 0);
    await this.pressed(options);
  };
}

/**
 * Somebody signed in, with a first synchronisation behind them.
 *
 * @param {import('node:test').TestContext} test
 * @param {string} user
 * @param {import('playwright-core').BrowserContextOptions & { base?: string }} [options] as of a newcomer
 */
export async function person(test, user, options) {
  const someone = await newcomer(test, user, options);
  await someone.signIn();
  return someone;
}

export class Person {
  /**
   * @param {import('playwright-core').BrowserContext} context
   * @param {import('playwright-core').Page} page
   * @param {string} user
   * @param {string} [base]
   */
  constructor(context, page, user, base = server) {
    this.context = context;
    this.page = page;
    this.user = user;
    this.base = base;
  }

  async signIn(user = this.user) {
    await this.giveName(user);
    await this.synced();
  }

  /** The sign-in form, filled and sent. */
  async giveName(user = this.user) {
    this.user = user;
    await this.page.getByLabel('Name', { exact: true }).fill(user);
    await this.page.getByLabel('Password').fill(user);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.heading('Companies');
  }

  /** The service worker has the whole shell: from here on a reload needs no network. */
  shellKept() {
    return this.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      const { promise, resolve } = Promise.withResolvers();
      const look = async () => ((await caches.match('./')) ? resolve(true) : setTimeout(look, 50));
      void look();
      return promise;
    });
  }

  offline = () => this.context.setOffline(true);
  online = () => this.context.setOffline(false);

  /** The page stands: while it is on its way, its title may do so alone. @param {string} name */
  heading(name) {
    const page = this.page.locator('main:not([aria-busy])');
    return page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  }

  /** @param {string} hash */
  async at(hash) {
    await this.page.goto(`${this.base}/#/${hash}`);
  }

  strip = () => this.page.getByRole('region', { name: 'Synchronisation' });

  /** Waits until a sync has ended well and nothing is left to send, by the store and by what the strip says. */
  async synced() {
    await until('the outbox is empty', async () => (await this.pending()).total === 0);
    await this.strip().getByText('All sent').waitFor();
    await this.strip()
      .getByText(/^Synced/)
      .waitFor();
  }

  /** @returns {Promise<{total: number, conflicts: number, rejected: number}>} counts of the outbox */
  pending() {
    return this.inApp((db) => db.tidemark.pending());
  }

  /** Presses Sync and waits for the end of the synchronisation. @returns {Promise<any>} its report */
  async sync() {
    const ended = await this.watchSync();
    await this.strip().getByRole('button', { name: 'Sync' }).click();
    return ended();
  }

  /**
   * Listens from now on.
   * @returns {Promise<() => Promise<any>>} call it for the report of the next synchronisation that ends
   */
  async watchSync() {
    const db = await this.db();
    const report = await db.evaluateHandle((/** @type {any} */ { tidemark }) => {
      const ends = ['syncComplete', 'syncError'].map(
        (name) => new Promise((resolve) => tidemark.on(name, resolve)),
      );
      return { end: Promise.race(ends) };
    });
    return () => report.evaluate(({ end }) => end);
  }

  /** The application's own database, in the page. */
  db() {
    return this.page.evaluateHandle(async (user) => {
      const { openReplica } = await import(
        /** @type {any} */ (new URL('app/state/replica.js', document.baseURI).href)
      );
      return openReplica(user);
    }, this.user);
  }

  /**
   * Runs a function in the page, with the application's own database.
   * @template T, A
   * @param {(db: any, argument: A) => T} work must not use anything from outside
   * @param {A} [argument]
   * @returns {Promise<Awaited<T>>}
   */
  async inApp(work, argument) {
    return (await this.db()).evaluate(/** @type {any} */ (work), argument);
  }

  /** Every record of the local store, as the application reads it. */
  everything() {
    return this.inApp(async (db) => ({
      companies: await db.companies.toArray(),
      contacts: await db.contacts.toArray(),
    }));
  }

  /** @param {string} name */
  company(name) {
    return this.inApp((db, wanted) => db.companies.filter((one) => one.name === wanted).first(), name);
  }

  /** @param {string} name */
  async find(name) {
    await this.at('companies');
    await this.page.getByRole('searchbox', { name: 'Search' }).fill(name);
    return this.page.getByRole('link', { name });
  }

  /** @param {string} name */
  async openCompany(name) {
    await (await this.find(name)).click();
    await this.heading(name);
  }

  /** @param {string} name @param {Record<string, string>} values by label */
  async edit(name, values) {
    await this.openCompany(name);
    await this.page.getByRole('link', { name: 'Edit', exact: true }).click();
    await this.fill(values);
    await this.heading(values.Name ?? name);
  }

  /** @param {Record<string, string>} values by label */
  async add(values) {
    await this.at('companies');
    await this.page.getByRole('link', { name: 'Add company' }).click();
    await this.fill(values);
    await this.heading(values.Name);
  }

  /** @param {Record<string, string>} values by label */
  async fill(values) {
    for (const [label, value] of Object.entries(values)) {
      const field = this.page.getByLabel(new RegExp(`^${label}( required)?$`));
      if (label === 'Region') await field.selectOption(value);
      else await field.fill(value);
    }
    await this.page.getByRole('button', { name: 'Save' }).click();
  }

  /** @param {string} name */
  async delete(name) {
    await this.openCompany(name);
    await this.page.getByRole('button', { name: 'Delete', exact: true }).click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await this.heading('Companies');
  }

  /** @param {string} name of a record in conflict */
  async openConflict(name) {
    await this.at('conflicts');
    await this.page.getByRole('main').getByRole('link', { name }).click();
    await this.heading(name);
  }

  /** @param {string} name */
  picture(name) {
    return this.page.screenshot({ path: `${pictures}${name}.png` });
  }
}
