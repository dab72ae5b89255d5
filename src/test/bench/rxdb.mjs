import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import express from 'express';
import { createRxDatabase } from 'rxdb';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { createRxServer } from 'rxdb-server/plugins/server';
import { RxServerAdapterExpress } from 'rxdb-server/plugins/adapter-express';
import { freePort, ready } from './ready.mjs';

/**
 * RxDB's server with the records of a file (one JSON object a line), in memory, everybody allowed everything:
 * node rxdb.mjs <file>
 */

const text = { type: 'string' };
const schema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 36 },
    name: text,
    vatNumber: text,
    region: text,
    phone: text,
    email: text,
    address: { type: 'object', properties: { street: text, city: text, postalCode: text, country: text } },
    employees: { type: 'integer' },
    annualRevenue: text,
    founded: text,
    notes: text,
  },
};

// Express takes 100 kB unless told; 200 edits of our size are more.
const adapter = {
  ...RxServerAdapterExpress,
  async create() {
    const app = express();
    app.use(express.json({ limit: '64mb' }));
    return app;
  },
};

const database = await createRxDatabase({ name: 'bench', storage: getRxStorageMemory() });
const { companies } = await database.addCollections({ companies: { schema } });
let batch = [];
for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) {
  batch.push(JSON.parse(line));
  if (batch.length === 1000) await companies.bulkInsert(batch.splice(0));
}
if (batch.length > 0) await companies.bulkInsert(batch);

const port = await freePort();
const server = await createRxServer({ database, adapter, port, hostname: '127.0.0.1' });
server.addReplicationEndpoint({ name: 'companies', collection: companies });
await server.start();
ready(port);
