import { readFileSync, readdirSync } from 'node:fs';
import { openTidemark } from './database.js';
import { device } from './device.js';

/* global db -- in the page */

/**
 * Row 8: how much the heap of a tab grows while it pulls, and the memory of the whole browser. Prints a line at each
 * look and one at the end:
 * node memory.js <server> <folder> <count>
 */

const [url, folder, count] = process.argv.slice(2);
const MIB = 1024 * 1024;
const LOOK_EVERY = 1_000;

const { page, close } = await device({ url, folder, user: 'alice' });
const devtools = await page.context().newCDPSession(page);
await openTidemark(page);
const before = await heap();
let most = before;
const residentBefore = resident();
let residentMost = residentBefore;
const start = Date.now();
const sync = page.evaluate(async () => {
  db.tidemark.on('progress', ({ done }) => (globalThis.done = done));
  const report = await db.tidemark.sync();
  return { report, found: await db.companies.count() };
});
let ended = 0;
sync.finally(() => (ended = Date.now()));
while (!ended) {
  await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  const now = await heap();
  most = Math.max(most, now);
  residentMost = Math.max(residentMost, resident());
  console.log(
    JSON.stringify({ mib: (now - before) / MIB, done: await page.evaluate(() => globalThis.done ?? 0) }),
  );
}
const { report, found } = await sync;
if (found !== Number(count)) throw new Error(`${found} of ${count} records: ${JSON.stringify(report)}`);
const seconds = (ended - start) / 1000;
const growth = { growth: (most - before) / MIB, resident: (residentMost - residentBefore) / MIB };
console.log(JSON.stringify({ ...growth, seconds }));
await close();

/** @returns {Promise<number>} what lives, garbage put aside */
async function heap() {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  return usedSize;
}

/** @returns {number} bytes in memory of all processes below this one; Linux tells it, elsewhere nought */
function resident() {
  try {
    /** @type {Map<number, {parent: number, bytes: number}>} */
    const processes = new Map();
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const status = statusOf(pid);
      const field = (/** @type {string} */ name) =>
        Number(status.match(new RegExp(`^${name}:\\s+(\\d+)`, 'm'))?.[1] ?? 0);
      processes.set(Number(pid), { parent: field('PPid'), bytes: field('VmRSS') * 1024 });
    }
    const isBelow = (/** @type {number} */ pid) => {
      for (let at = processes.get(pid)?.parent; at; at = processes.get(at)?.parent)
        if (at === process.pid) return true;
      return false;
    };
    return [...processes].reduce((sum, [pid, { bytes }]) => sum + (isBelow(pid) ? bytes : 0), 0);
  } catch {
    return 0;
  }
}

/**
 * @param {string} pid
 * @returns {string} nothing of one that has just ended
 */
function statusOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
