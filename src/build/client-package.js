import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Builds what is not served as written: the type declarations, for the WAR (target/client/tidemark) and, beside the
 * modules, for the npm package (target/client/package, ready for `npm pack`).
 */

const SOURCE = 'src/main/webapp/tidemark';
const TYPES = 'target/client/tidemark';
const PACKAGE = 'target/client/package';

const build = JSON.parse(readFileSync('package.json', 'utf8'));

rmSync('target/client', { recursive: true, force: true });
mkdirSync(PACKAGE, { recursive: true });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.client.json'], {
  stdio: 'inherit',
});
// Applications in TypeScript find `db.tidemark` by itself.
appendFileSync(
  `${TYPES}/index.d.ts`,
  `declare module 'dexie' {\n  interface Dexie {\n    readonly tidemark: TidemarkApi;\n  }\n}\n`,
);
cpSync(SOURCE, PACKAGE, { recursive: true });
cpSync(TYPES, PACKAGE, { recursive: true });
cpSync('LICENSE', `${PACKAGE}/LICENSE`);
cpSync('docs/client.md', `${PACKAGE}/README.md`);
writeFileSync(
  `${PACKAGE}/package.json`,
  `${JSON.stringify(
    {
      name: '@tidemark/client',
      version: build.version,
      description: 'Offline sync with exact conflict detection: an addon of Dexie',
      license: build.license,
      type: 'module',
      main: './index.js',
      types: './index.d.ts',
      exports: { '.': { types: './index.d.ts', default: './index.js' } },
      sideEffects: false,
      peerDependencies: { dexie: '^4.4.0' },
    },
    null,
    2,
  )}\n`,
);
