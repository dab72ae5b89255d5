import { createServer } from 'node:net';

/** How a script tells the benchmark, which started it, where it listens. */

/** @returns {Promise<number>} a port that nobody uses at the moment */
export function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** @param {number} port */
export function ready(port) {
  console.log(JSON.stringify({ port }));
}

// Nobody is left to serve once the benchmark has ended, however it ended.
process.stdin.on('end', () => process.exit()).resume();
