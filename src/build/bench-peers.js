import { execSync } from 'node:child_process';
import { cpSync } from 'node:fs';

/** Installs what the benchmark compares with, and its programs beside them. */
const PEERS = 'target/bench/peers';

cpSync('src/test/bench', PEERS, { recursive: true });
// Not ci, which would take a minute each time; the lock file holds for this one too.
execSync('npm install --no-audit --no-fund', { cwd: PEERS, stdio: 'inherit' });
