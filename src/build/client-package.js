import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * Builds what is not served as written, for the WAR (target/client/tidemark) and, beside the modules, for the npm
 * package (target/client/package, ready for `npm pack`): the client as one file, the web components as another, and
 * the type declarations. What the demo's own modules import of others goes to target/client/vendor.
 *
 * esbuild makes the files, since a page that loads 70 modules waits for each level of imports. It has no
 * dependencies.
 */

const SOURCE = 'src/main/webapp/tidemark';
const BUILT = 'target/client/tidemark';
const PACKAGE = 'target/client/package';
const FILE = 'tidemark.min';
const COMPONENTS = 'src/main/webapp/components';
/** A folder of its own: who wants the client alone neither loads nor counts it. */
const COMPONENTS_FILE = 'components/tidemark-components.min';
const ENCRYPTION = 'src/main/webapp/encryption';
const ENCRYPTION_FILE = 'encryption/tidemark-encryption.min';

/** Of lit, those that the demo uses. */
const DIRECTIVES = ['if-defined', 'keyed', 'live', 'ref', 'repeat'];

const { version, license } = JSON.parse(readFileSync('package.json', 'utf8'));

rmSync('target/client', { recursive: true, force: true });
mkdirSync(PACKAGE, { recursive: true });
declareTypes();
await bundleClient();
await bundleComponents();
await bundleEncryption();
await bundleForeign();
cpSync(SOURCE, PACKAGE, { recursive: true });
cpSync(BUILT, PACKAGE, { recursive: true });
cpSync('LICENSE', `${PACKAGE}/LICENSE`);
writeFileSync(`${PACKAGE}/README.md`, standalone(readFileSync('docs/client.md', 'utf8')));
describe();

function declareTypes() {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.client.json'], {
    stdio: 'inherit',
  });
  // Applications in TypeScript find `db.tidemark` by itself.
  appendFileSync(
    `${BUILT}/index.d.ts`,
    `declare module 'dexie' {\n  interface Dexie {\n    readonly tidemark: TidemarkApi;\n  }\n}\n`,
  );
  writeFileSync(`${BUILT}/${FILE}.d.ts`, `export * from './index.js';\n`);
  mkdirSync(`${BUILT}/components`, { recursive: true });
  cpSync(`${COMPONENTS}/elements.d.ts`, `${BUILT}/${COMPONENTS_FILE}.d.ts`);
  mkdirSync(`${BUILT}/encryption`, { recursive: true });
  cpSync(`${ENCRYPTION}/encryption.d.ts`, `${BUILT}/${ENCRYPTION_FILE}.d.ts`);
}

/** @param {import('esbuild').BuildOptions} options */
function bundle(options) {
  return build({
    format: 'esm',
    target: 'es2022',
    bundle: true,
    minify: true,
    logLevel: 'warning',
    ...options,
  });
}

async function bundleClient() {
  await bundle({
    entryPoints: [`${SOURCE}/index.js`],
    outfile: `${BUILT}/${FILE}.js`,
    sourcemap: true,
    // The readable modules stand beside it, wherever it is served.
    sourcesContent: false,
    banner: { js: `/*! Tidemark ${version} | ${license} */` },
  });
  const path = `${BUILT}/${FILE}.js.map`;
  const map = JSON.parse(readFileSync(path, 'utf8'));
  const beside = (/** @type {string} */ name) => relative(SOURCE, resolve(BUILT, name)).replaceAll('\\', '/');
  writeFileSync(path, JSON.stringify({ ...map, sources: map.sources.map(beside) }));
}

/** With lit and diff in it: a page without a bundler loads them by one script, and needs no import map. */
async function bundleComponents() {
  await bundle({
    entryPoints: [`${COMPONENTS}/index.js`],
    outfile: `${BUILT}/${COMPONENTS_FILE}.js`,
    sourcemap: true,
    banner: { js: `/*! Tidemark ${version} | ${license} | with lit and diff, BSD-3-Clause */` },
  });
}

/** With its cipher in it: only who wants it loads it. */
async function bundleEncryption() {
  await bundle({
    entryPoints: [`${ENCRYPTION}/index.js`],
    outfile: `${BUILT}/${ENCRYPTION_FILE}.js`,
    sourcemap: true,
    banner: { js: `/*! Tidemark ${version} | ${license} | with noble-ciphers and devalue, MIT */` },
  });
}

/** Of one instance of lit, so that a directive meets the templates that it belongs to. */
async function bundleForeign() {
  await bundle({
    entryPoints: {
      lit: 'lit',
      ...Object.fromEntries(
        DIRECTIVES.map((name) => [`lit/directives/${name}`, `lit/directives/${name}.js`]),
      ),
      diff: 'diff',
      chart: 'src/build/chart.js',
    },
    outdir: 'target/client/vendor',
    splitting: true,
  });
}

/**
 * The other documents are not in the package: what links to them names their place in the sources instead.
 * @param {string} text of a document in docs/
 */
function standalone(text) {
  return text.replace(/\[([^\]]+)\]\((?!https?:|#)([^)]+)\)/g, (_, words, path) => {
    const place = relative('.', resolve('docs', path)).replaceAll('\\', '/');
    return `${words} (\`${place}\`)`;
  });
}

function describe() {
  const description = {
    name: '@tidemark/client',
    version,
    description: 'Offline sync with exact conflict detection: an addon of Dexie',
    license,
    type: 'module',
    main: `./${FILE}.js`,
    types: './index.d.ts',
    exports: {
      '.': { types: './index.d.ts', default: `./${FILE}.js` },
      './index.js': { types: './index.d.ts', default: './index.js' },
      './encryption': { types: `./${ENCRYPTION_FILE}.d.ts`, default: `./${ENCRYPTION_FILE}.js` },
      './components': { types: `./${COMPONENTS_FILE}.d.ts`, default: `./${COMPONENTS_FILE}.js` },
    },
    // The components define their elements when they are loaded.
    sideEffects: [`./${COMPONENTS_FILE}.js`],
    peerDependencies: { dexie: '^4.4.0' },
  };
  writeFileSync(`${PACKAGE}/package.json`, `${JSON.stringify(description, null, 2)}\n`);
}
