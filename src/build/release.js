import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Puts all that is published into target/release: what Maven and npm have packed, bills of materials, the notes of this
 * version and the checksums of everything. Called by `mvn -Prelease`.
 */

const FOLDER = 'target/release';
const [version = ''] = process.argv.slice(2);

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const packed = [
  '.war',
  '-classes.jar',
  '-spi.jar',
  '-server.jar',
  '-datasource.jar',
  '-client.jar',
  '-sources.jar',
  '-javadoc.jar',
];
for (const end of packed) cpSync(`target/tidemark${end}`, `${FOLDER}/tidemark-${version}${end}`);
const documents = 'src/main/resources/org/tidemark/rest';
for (const name of ['openapi.json', 'sync.schema.json', 'desk.schema.json']) {
  cpSync(`${documents}/${name}`, `${FOLDER}/${name}`);
}
cpSync('pom.xml', `${FOLDER}/tidemark-${version}.pom`);
cpSync('target/sbom.json', `${FOLDER}/tidemark-${version}-sbom.json`);
npm('pack', './target/client/package', '--pack-destination', FOLDER, '--silent');
writeFileSync(`${FOLDER}/RELEASE-NOTES.md`, notes());
writeFileSync(
  `${FOLDER}/SHA256SUMS`,
  readdirSync(FOLDER)
    .sort()
    .map(
      (name) =>
        `${createHash('sha256')
          .update(readFileSync(`${FOLDER}/${name}`))
          .digest('hex')}  ${name}\n`,
    )
    .join(''),
);
console.log(readFileSync(`${FOLDER}/SHA256SUMS`, 'utf8'));

/** @param {...string} args */
function npm(...args) {
  execFileSync('npm', args, { stdio: 'inherit', shell: process.platform === 'win32' });
}

/** What CHANGELOG.md says of this version; of a snapshot, what is not released yet. */
function notes() {
  const heading = version.endsWith('-SNAPSHOT') ? 'Unreleased' : version;
  const [, ...sections] = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m);
  const found = sections.find((section) => section.startsWith(`[${heading}]`));
  if (!found) throw new Error(`CHANGELOG.md has no section [${heading}].`);
  return `# Tidemark ${version}\n${found.slice(found.indexOf('\n'))}`;
}
