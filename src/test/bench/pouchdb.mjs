import { createReadStream, mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import express from 'express';
import expressPouchDB from 'express-pouchdb';
import PouchDB from 'pouchdb';
import { freePort, ready } from './ready.mjs';

/**
 * express-pouchdb with the records of a file (one JSON object a line), in LevelDB, everybody allowed everything:
 * node pouchdb.mjs <file> <folder>
 */

const [file, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const OnDisk = PouchDB.defaults({ prefix: `${folder}/` });
const app = express();
// The smallest of its modes that replicates: no log in a file, no sessions.
app.use(
  expressPouchDB(OnDisk, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: `${folder}/log.txt` }),
);
const port = await freePort();
await new Promise((listening) => app.listen(port, '127.0.0.1', listening));
// It only serves what it has made itself.
await fetch(`http://127.0.0.1:${port}/companies`, { method: 'PUT' });
const companies = new OnDisk('companies');
let batch = [];
for await (const line of createInterface({ input: createReadStream(file) })) {
  const { id, ...fields } = JSON.parse(line);
  batch.push({ _id: id, ...fields });
  if (batch.length === 1000) await companies.bulkDocs(batch.splice(0));
}
if (batch.length > 0) await companies.bulkDocs(batch);
ready(port);
