import FDBTransaction from 'fake-indexeddb/lib/FDBTransaction';

/**
 * How often a transaction of IndexedDB waits for the browser: requests that are made together are answered together,
 * one that is made after an answer waits anew. In a browser that wait is nearly all that a small transaction takes.
 *
 * @param {() => Promise<unknown>} work
 * @param {string} [mode] of the transactions that count
 * @returns {Promise<number[]>} of each, in the order of their ends
 */
export async function roundsOf(work, mode = 'readwrite') {
  const { prototype } = FDBTransaction;
  const { _execRequestAsync: execute } = prototype;
  const transactions = new Map();
  const ended = [];
  prototype._execRequestAsync = function (asked) {
    if (!transactions.has(this)) transactions.set(this, begun(this));
    const transaction = transactions.get(this);
    const round = transaction.answered + 1;
    transaction.rounds = Math.max(transaction.rounds, round);
    const request = execute.call(this, asked);
    request.addEventListener('success', () => (transaction.answered = round));
    return request;
  };
  try {
    await work();
    await Promise.all([...transactions.values()].map(({ end }) => end));
  } finally {
    prototype._execRequestAsync = execute;
  }
  return ended;

  function begun(transaction) {
    const one = { answered: 0, rounds: 0 };
    one.end = new Promise((resolve) => {
      transaction.addEventListener('complete', () => {
        if (transaction.mode === mode) ended.push(one.rounds);
        resolve();
      });
    });
    return one;
  }
}
