import test from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

/** The npm package, packed and installed as a stranger does: nothing of this project is in reach but what it contains. */

const BUILT = 'target/client/package';
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

test('the package contains the client, its types and its manual, and nothing else', () => {
  const place = join(folder, 'node_modules/@tidemark/client');
  const installed = readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(place, join(entry.parentPath ?? entry.path, entry.name)));

  for (const name of [
    'index.js',
    'index.d.ts',
    join('cycle', 'cycle.js'),
    'package.json',
    'README.md',
    'LICENSE',
  ])
    assert.ok(installed.includes(name), name);
  assert.deepEqual(
    installed.filter((name) => !/\.(js|d\.ts)$|^package\.json$|^README\.md$|^LICENSE$/.test(name)),
    [],
  );
});
