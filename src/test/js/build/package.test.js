import test from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

/**
 * The npm package, packed and installed as a stranger does: nothing of this project is in reach but what it contains.
 */

const BUILT = 'target/client/package';
const FILE = join(BUILT, 'tidemark.min.js');
const TYPESCRIPT = resolve('node_modules/typescript/bin/tsc');
const folder = mkdtempSync(join(tmpdir(), 'stranger-'));

const run = (command, ...args) =>
  execFileSync(command, args, { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' });

test.before(() => {
  assert.ok(existsSync(BUILT), `npm run build makes the package in ${BUILT}`);
  run('npm', 'pack', resolve(BUILT), '--silent');
  const [packed] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({
      private: true,
      type: 'module',
      dependencies: {
        '@tidemark/client': `file:${packed}`,
        dexie: `file:${resolve('node_modules/dexie')}`,
        'fake-indexeddb': `file:${resolve('node_modules/fake-indexeddb')}`,
      },
    }),
  );
  run('npm', 'install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', '--silent');
});

test.after(() => rmSync(folder, { recursive: true, force: true }));

test('an application that installed the package writes and synchronises', () => {
  writeFileSync(
    join(folder, 'app.js'),
    `import 'fake-indexeddb/auto';
     import { Dexie } from 'dexie';
     import { tidemark } from '@tidemark/client';

     const db = new Dexie('crm', { addons: [tidemark] });
     db.version(1).stores({ companies: 'id, name' });
     db.tidemark.configure({
       url: '/api',
       collections: ['companies'],
       retry: { base: 1, max: 1, attempts: 1 },
       fetch: () => Promise.reject(new TypeError('no network')),
     });
     await db.companies.add({ id: db.tidemark.newId(), name: 'Fjord AS', region: 'emea' });
     const { status } = await db.tidemark.sync();
     const { added } = await db.tidemark.pending();
     console.log(JSON.stringify({ status, added }));
     process.exit();`,
  );

  assert.deepEqual(JSON.parse(run('node', 'app.js')), { status: 'offline', added: 1 });
});

test('the client is one file that imports nothing, of the packed size that README tells', () => {
  const code = readFileSync(FILE, 'utf8');
  assert.doesNotMatch(code, /\bimport\b *["'{*(]|\bfrom *["']/);

  const kilobytes = gzipSync(code).length / 1000;
  const told = Number(readFileSync('README.md', 'utf8').match(/one file of (\d+) kB/)?.[1]);
  assert.ok(kilobytes < 44, `${kilobytes} kB`);
  assert.ok(Math.abs(told - kilobytes) < 1, `${kilobytes} kB, and README says ${told}`);
});

test('its source map names the readable modules beside it, all of them', () => {
  const map = JSON.parse(readFileSync(`${FILE}.map`, 'utf8'));
  const lacking = map.sources.filter((name) => !existsSync(join(dirname(FILE), name)));
  assert.deepEqual(lacking, []);
  for (const name of ['index.js', 'client.js', 'cycle/cycle.js', 'store/tracking.js'])
    assert.ok(map.sources.includes(name), name);
});

test('the readable modules run without the one file', () => {
  writeFileSync(
    join(folder, 'modules.js'),
    `import { isUnavailable, tidemark } from '@tidemark/client/index.js';
     console.log(typeof tidemark, isUnavailable({ name: 'MissingAPIError' }));`,
  );
  assert.equal(run('node', 'modules.js'), 'function true\n');
});

const types = (code) => {
  writeFileSync(
    join(folder, 'app.ts'),
    `import { Dexie } from 'dexie';\nimport { tidemark } from '@tidemark/client';\n${code}`,
  );
  const options = ['--strict', '--noEmit', '--skipLibCheck', '--target', 'es2022', '--module', 'esnext'];
  return run(process.execPath, TYPESCRIPT, 'app.ts', ...options, '--moduleResolution', 'bundler');
};

test('an application in TypeScript is told what the client has, and what it has not', () => {
  const start = "const db = new Dexie('crm', { addons: [tidemark] });\n";
  types(`${start}const status: string = (await db.tidemark.sync()).status;\nexport { status };`);

  assert.throws(
    () => types(`${start}await db.tidemark.synk();\nexport {};`),
    (refusal) => /'synk' does not exist/.test(refusal.stdout),
  );
});

test('the components are one file that imports nothing, and of which the client has nothing', () => {
  const components = readFileSync(join(BUILT, 'components/tidemark-components.min.js'), 'utf8');
  assert.doesNotMatch(components, /\bimport\b *["'{*(]|\bfrom *["']/);
  for (const code of [components, readFileSync(FILE, 'utf8')])
    assert.equal(code.includes('tidemark-conflicts'), code === components);
});

test('the encryption is one file that imports nothing, and of which the client has nothing', () => {
  const encryption = readFileSync(join(BUILT, 'encryption/tidemark-encryption.min.js'), 'utf8');
  assert.doesNotMatch(encryption, /\bimport\b *["'{*(]|\bfrom *["']/);
  assert.ok(encryption.includes('tidemark-encryption'));
  assert.ok(!readFileSync(FILE, 'utf8').includes('tidemark-encryption'));
  const told = Number(readFileSync('docs/encryption.md', 'utf8').match(/a file of its own of (\d+) kB/)?.[1]);
  assert.ok(Math.abs(told - gzipSync(encryption).length / 1000) < 1);
  types(`import { encrypted, keyFromPassphrase } from '@tidemark/client/encryption';
     const key = await keyFromPassphrase('crm', 'sesam');
     const db = new Dexie('crm', { addons: [tidemark, encrypted({ key })] });\nexport { db };`);
});

test('an application in TypeScript is told what the components have, and what they have not', () => {
  const start = `import '@tidemark/client/components';
     const db = new Dexie('crm', { addons: [tidemark] });
     const list = document.createElement('tidemark-conflicts');
     list.db = db;\n`;
  types(`${start}list.addEventListener('tidemark-decided', ({ detail }) => detail.conflict.id);\nexport {};`);

  assert.throws(
    () => types(`${start}list.data = db;\nexport {};`),
    (refusal) => /'data' does not exist/.test(refusal.stdout),
  );
});

test('the package contains the client, its types and its manual, and nothing else', () => {
  const place = join(folder, 'node_modules/@tidemark/client');
  const installed = readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(place, join(entry.parentPath ?? entry.path, entry.name)));

  for (const name of [
    'tidemark.min.js',
    'tidemark.min.js.map',
    'index.js',
    'index.d.ts',
    join('cycle', 'cycle.js'),
    join('components', 'tidemark-components.min.js'),
    join('components', 'tidemark-components.min.d.ts'),
    'package.json',
    'README.md',
    'LICENSE',
  ])
    assert.ok(installed.includes(name), name);
  assert.deepEqual(
    installed.filter((name) => !/\.(js|js\.map|d\.ts)$|^package\.json$|^README\.md$|^LICENSE$/.test(name)),
    [],
  );
});

test('the manual in the package leads only to what is there', () => {
  const manual = readFileSync(join(BUILT, 'README.md'), 'utf8');
  const links = [...manual.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link);
  const away = links.filter((link) => !/^https?:/.test(link) && !existsSync(join(BUILT, link.split('#')[0])));
  assert.deepEqual(away, []);

  const named = [...manual.matchAll(/`(docs\/[^`]+)`/g)].map(([, place]) => place.split('#')[0]);
  assert.ok(named.length > 0, 'what cannot be linked is named');
  assert.deepEqual(
    named.filter((place) => !existsSync(place)),
    [],
  );
});
