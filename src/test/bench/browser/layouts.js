import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { device } from './device.js';
import * as following from './operations.js';

/* global Dexie, liveQuery, operations, tidemark, LAYOUT -- in the page */

/**
 * ADR 18: the client with one row for each record, and with pages, side by side: what a first synchronisation and an
 * application's reads take in either. The server's answers are made in the page, before the clock starts, so that there
 * is no network in the figures. Prints milliseconds, medians of the turns: node layouts.js [<turns> [<count> …]]
 */

const ROOT = new URL('../../../../', import.meta.url);
const [turns = '3', ...counts] = process.argv.slice(2);
const COUNTS = counts.length > 0 ? counts.map(Number) : [1_000, 10_000, 100_000];

const server = createServer(({ url = '/' }, response) => {
  const isScript = url.endsWith('.js') || url.endsWith('.mjs');
  response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
  const path =
    url === '/vendor/dexie.mjs' ? 'node_modules/dexie/dist/modern/dexie.mjs' : `src/main/webapp${url}`;
  response.end(isScript ? readFileSync(new URL(path, ROOT)) : '');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
try {
  for (const count of COUNTS) {
    /** @type {Record<string, Record<string, number[]>>} */
    const taken = { rows: {}, pages: {} };
    for (let turn = 0; turn < Number(turns); turn++) {
      for (const layout of turn % 2 ? ['pages', 'rows'] : ['rows', 'pages']) {
        const times = await inNewBrowser(layout, count);
        for (const [step, ms] of Object.entries(times)) (taken[layout][step] ??= []).push(ms);
      }
    }
    for (const step of Object.keys(taken.pages)) {
      const [rows, pages] = [median(taken.rows[step] ?? [NaN]), median(taken.pages[step])];
      console.log(
        `${count}\t${step.padEnd(34)}\trows ${rows}\tpages ${pages}\t${(pages / rows).toFixed(2)}${pages > 1.5 * rows && pages > 5 ? ' !' : ''}`,
      );
    }
  }
} finally {
  server.close();
}

/** @param {number[]} values */
function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

/**
 * @param {string} layout
 * @param {number} count
 * @returns {Promise<Record<string, number>>}
 */
async function inNewBrowser(layout, count) {
  const { page, close } = await device({ url: `http://127.0.0.1:${port}`, folder: tmpdir() });
  try {
    await page.evaluate(async () => {
      const modules = [
        'dexie',
        '/tidemark/index.js',
        '/tidemark/pages/page.js',
        '/tidemark/pages/unpacker.js',
      ];
      for (const module of modules) Object.assign(globalThis, await import(module));
    });
    await page.evaluate(following.define);
    await page.evaluate(define);
    return await page.evaluate(([layout, count]) => globalThis.measure(layout, count), [layout, count]);
  } finally {
    await close();
  }
}

/** Runs in the page, and stands alone. */
function define() {
  const WORDS = 'Nordic Harbour Quay Tidal Beacon Compass Anchor Delta Mariner Channel Lagoon Estuary'.split(
    ' ',
  );
  const word = (n) => WORDS[((n * 2654435761) % 4294967296) % WORDS.length];

  function company(number) {
    const random = (salt) => (((number + 1) * 2654435761 + salt * 40503) >>> 0).toString(16).padStart(8, '0');
    return {
      id: `${random(1)}-${random(2).slice(4)}-4000-8000-${random(3)}${random(4).slice(4)}`,
      name: `${word(number)} ${word(number + 7)} ${number}`,
      vatNumber: `NO${random(5)}`,
      region: 'emea',
      phone: `+47 ${random(6)}`,
      email: `office@${random(7)}.example`,
      address: { street: `Quay ${number % 90}`, city: 'Bergen', postalCode: '5003', country: 'NO' },
      employees: number % 5000,
      tags: [`t${number % 50}`, `u${number % 7}`],
      annualRevenue: `${number}.25`,
      founded: '1987-04-01',
      notes: `${word(number + 1)} ${word(number + 2)} ${word(number + 3)} `.repeat(5),
    };
  }

  const PAGE = 5000;
  const [EPOCH, AT] = ['00000000-0000-4000-8000-000000000000', '2026-01-01T00:00:00Z'];

  /** A server that has these records, and its answers in their text. */
  function serving(records) {
    const answers = [];
    for (let at = 0; at < records.length; at += PAGE) {
      const upserted = records
        .slice(at, at + PAGE)
        .map(({ id, ...fields }, i) => ({ id, version: at + i + 1, fields }));
      const scope = {
        scope: 'emea',
        changes: { companies: { upserted } },
        ...(at === 0 ? { reset: true } : {}),
      };
      const pull = { cursor: `${at}`, more: at + PAGE < records.length, scopes: [scope] };
      answers.push(JSON.stringify({ syncedAt: AT, epoch: EPOCH, pull }));
    }
    const fields = Object.keys(records[0]).map((name) => ({ name, type: 'json' }));
    const info = {
      ...{
        protocol: 1,
        epoch: EPOCH,
        user: 'alice',
        roles: [],
        limits: { changes: 1000, bytes: 4e6, page: PAGE },
      },
      collections: [{ name: 'companies', gate: 'block', merge: 'fields', fields }],
    };
    const pull = { cursor: 'end', more: false, scopes: [] };
    const nothing = JSON.stringify({ syncedAt: AT, epoch: EPOCH, pull });
    return async (url) =>
      new Response(url.endsWith('/sync') ? (answers.shift() ?? nothing) : JSON.stringify(info));
  }

  async function opened(fetch) {
    const db = new Dexie('layouts', { addons: [tidemark] });
    db.version(1).stores({ companies: 'id, name, region, [region+employees], *tags' });
    db.tidemark.configure({ url: '/api', collections: ['companies'], fetch, syncOnOnline: false });
    await db.open();
    return db;
  }

  globalThis.measure = async (layout, count) => {
    // Unpacked only when it is measured.
    Object.assign(LAYOUT, layout === 'rows' ? { least: Infinity } : { least: 1 }, { unpack: false });
    const records = Array.from({ length: count }, (_, number) => company(number));
    const fetch = serving(records);
    const times = {};
    const timed = async (step, work) => {
      const start = performance.now();
      const result = await work();
      times[step] = Math.round((performance.now() - start) * 10) / 10;
      return result;
    };
    const check = (found, expected) => {
      if (found !== expected) throw new Error(`${found} of ${expected}`);
    };
    let db = await opened(fetch);
    await timed('first sync, until a query finds it', async () => {
      const report = await db.tidemark.sync();
      if (report.status !== 'synced') throw new Error(JSON.stringify(report));
      check(await db.companies.where('region').equals('emea').count(), count);
    });
    const after = await operations(db, { liveQuery });
    Object.assign(times, after);
    db.close();
    await timed('open, and get one', async () => {
      db = await opened(fetch);
      const { id, name } = records[count >> 1];
      check((await db.companies.get(id))?.name, name);
    });
    await timed('and the first query by an index', async () => {
      check((await db.companies.orderBy('name').limit(20).toArray()).length, 20);
    });
    if (layout === 'pages') {
      await timed('make rows of the pages', async () => {
        while (await globalThis.unpackPage(db, 'companies'));
      });
    }
    db.close();
    return times;
  };
}
