import { readFileSync } from 'node:fs';
import { openTidemark } from './database.js';
import { device } from './device.js';

/* global db, PouchDB -- in the page */

/**
 * Row 4: an edit in one browser, until a live query in another one shows it. Prints milliseconds, edit by edit:
 * node live.js <tidemark | pouchdb | nothing> <server> <folder> <edits> <id> [<PouchDB's server> <PouchDB's script>]
 */

const [who, url, folder, edits, id, remote, script] = process.argv.slice(2);
const signedIn = remote ? { url: remote, folder } : { url, folder, user: 'alice' };
const a = await device(signedIn);
const b = await device(signedIn);
const { prepare, edit, seen } = { tidemark: tidemark(), pouchdb: pouchdb() }[who] ?? {};
const millis = [];
/** After how many milliseconds the push of an edit of ours left, was answered, and the page was there. */
const way = { left: [], 'was answered': [], came: [] };
if (who === 'nothing') await askForNothing();
else await follow();
console.log(JSON.stringify({ millis, ...way }));
await a.close();
await b.close();

async function follow() {
  await prepare();
  for (let i = 0; i < Number(edits); i++) {
    const phone = `+47 ${Date.now()} ${i}`;
    const shown = seen(phone);
    const begun = await edit(phone);
    millis.push((await withinAMinute(shown)) - begun);
    if (who === 'tidemark') await noteWay(begun);
    // So that every edit is one by itself, as people make them.
    await new Promise((resolve) => setTimeout(resolve, 40 + Math.random() * 40));
  }
}

/**
 * Where that edit was; an answer may still be missing, and where a hint did, no page came.
 * @param {number} begun
 */
async function noteWay(begun) {
  const { left, answered } = await a.page.evaluate(() => globalThis.push ?? {});
  const came = await b.page.evaluate(() => globalThis.came);
  for (const [name, at] of Object.entries({ left, 'was answered': answered, came }))
    if (at > begun) way[name].push(at - begun);
}

/** Notes in the page when a push leaves, when it is answered, and when a page comes by the event stream. */
function note() {
  const now = () => performance.timeOrigin + performance.now();
  const { fetch, EventSource } = globalThis;
  globalThis.fetch = async (...request) => {
    const isPush = request[1]?.method === 'POST';
    if (isPush) globalThis.push = { left: now() };
    const answer = await fetch(...request);
    if (isPush) globalThis.push.answered = now();
    return answer;
  };
  globalThis.EventSource = class extends EventSource {
    constructor(...address) {
      super(...address);
      this.addEventListener('page', () => (globalThis.came = now()));
    }
  };
}

/** A row that waits for an edit which never comes would keep all others from being measured. */
async function withinAMinute(shown) {
  let clock;
  const late = new Promise((_, reject) => {
    clock = setTimeout(() => reject(new Error(`${who}: an edit was not shown within a minute`)), 60_000);
  });
  return Promise.race([shown, late]).finally(() => clearTimeout(clock));
}

function tidemark() {
  return {
    prepare: async () => {
      for (const { page } of [a, b]) {
        await page.evaluate(note);
        await openTidemark(page, { live: true, syncOnChange: 1 });
        await page.evaluate(() => db.tidemark.sync());
      }
      await b.page.evaluate(async (key) => {
        const { liveQuery } = await import('dexie');
        liveQuery(() => db.companies.get(key)).subscribe((company) => globalThis.show?.(company.phone));
      }, id);
    },
    edit: (phone) =>
      a.page.evaluate(
        async ([key, value]) => {
          const begun = performance.timeOrigin + performance.now();
          await db.companies.update(key, { phone: value });
          return begun;
        },
        [id, phone],
      ),
    seen: shows,
  };
}

function pouchdb() {
  return {
    prepare: async () => {
      const content = readFileSync(script, 'utf8');
      for (const { page } of [a, b]) {
        await page.addScriptTag({ content });
        await page.evaluate(async (key) => {
          const address = location.origin;
          globalThis.db = new PouchDB('bench');
          // Only this document: to fetch all of them first would take minutes, and is row 3.
          const since = (await new PouchDB(`${address}/companies`).info()).update_seq;
          await db.replicate.from(`${address}/companies`, { doc_ids: [key] });
          db.replicate.from(`${address}/companies`, { live: true, since });
          db.replicate.to(`${address}/companies`, { live: true, since: (await db.info()).update_seq });
        }, id);
      }
      await b.page.evaluate((key) => {
        db.changes({ live: true, since: 'now', include_docs: true }).on('change', ({ doc }) => {
          if (doc._id === key) globalThis.show?.(doc.phone);
        });
      }, id);
    },
    edit: (phone) =>
      a.page.evaluate(
        async ([key, value]) => {
          const doc = await db.get(key);
          const begun = performance.timeOrigin + performance.now();
          await db.put({ ...doc, phone: value });
          return begun;
        },
        [id, phone],
      ),
    seen: shows,
  };
}

/** @param {string} phone @returns {Promise<number>} when the second browser showed it */
function shows(phone) {
  return b.page.evaluate(
    (value) =>
      new Promise((resolve) => {
        globalThis.show = (shown) => shown === value && resolve(performance.timeOrigin + performance.now());
      }),
    phone,
  );
}

/** The limit: what two requests take that do nothing. */
async function askForNothing() {
  for (let i = 0; i < Number(edits); i++) {
    millis.push(
      await a.page.evaluate(async () => {
        const start = performance.now();
        await (await fetch('/bench/nothing', { cache: 'no-store' })).text();
        await (await fetch('/bench/nothing', { cache: 'no-store' })).text();
        return performance.now() - start;
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
