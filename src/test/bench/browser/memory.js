import { openTidemark } from './database.js';
import { device } from './device.js';

/* global db -- in the page */

/**
 * Row 8: how much the heap of a tab grows while it pulls. Prints a line at each look and one at the end:
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
const start = Date.now();
const sync = page.evaluate(async () => {
  db.tidemark.on('progress', ({ done }) => (globalThis.done = done));
  const report = await db.tidemark.sync();
  return { report, found: await db.companies.count() };
});
let ended = false;
sync.finally(() => (ended = true));
while (!ended) {
  await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  const now = await heap();
  most = Math.max(most, now);
  console.log(
    JSON.stringify({ mib: (now - before) / MIB, done: await page.evaluate(() => globalThis.done ?? 0) }),
  );
}
const { report, found } = await sync;
if (found !== Number(count)) throw new Error(`${found} of ${count} records: ${JSON.stringify(report)}`);
console.log(JSON.stringify({ growth: (most - before) / MIB, seconds: (Date.now() - start) / 1000 }));
await close();

/** @returns {Promise<number>} what lives, garbage put aside */
async function heap() {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  return usedSize;
}
