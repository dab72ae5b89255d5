/** What a browser has and Node has not, as far as the tests need it. */

/** Web Locks, in one process. */
export class FakeLocks {
  #held = new Map();

  request(name, ...[options, callback = options]) {
    const queue = this.#held.get(name) ?? [];
    if (options.ifAvailable && queue.length > 0) return Promise.resolve(callback(null));
    const turn = Promise.withResolvers ? Promise.withResolvers() : deferred();
    const waiting = { turn, aborted: false };
    if (options.steal) return this.#steal(name, callback);
    options.signal?.addEventListener('abort', () => {
      if (waiting.granted) return;
      waiting.aborted = true;
      queue.splice(queue.indexOf(waiting), 1);
      turn.reject(options.signal.reason);
    });
    queue.push(waiting);
    this.#held.set(name, queue);
    if (queue.length === 1) this.#grant(queue);
    const held = turn.promise.then(() => callback({ name }));
    const robbed = new Promise((_, no) => (waiting.rob = no));
    return Promise.race([held, robbed]).finally(() => {
      if (waiting.aborted) return;
      queue.shift();
      this.#grant(queue);
    });
  }

  /** Who holds it is told, and goes on without it; who waits goes on waiting. */
  #steal(name, callback) {
    const queue = this.#held.get(name) ?? [];
    this.#held.set(name, queue);
    const [robbed] = queue;
    if (robbed?.granted) {
      queue.shift();
      robbed.aborted = true;
      robbed.rob(new DOMException('stolen', 'AbortError'));
    }
    const waiting = { granted: true };
    queue.unshift(waiting);
    const theft = new Promise((_, no) => (waiting.rob = no));
    return Promise.race([Promise.resolve().then(() => callback({ name })), theft]).finally(() => {
      if (waiting.aborted) return;
      queue.shift();
      this.#grant(queue);
    });
  }

  /** How many hold the lock or wait for it. */
  queueOf(name) {
    return this.#held.get(name)?.length ?? 0;
  }

  #grant(queue) {
    if (queue.length === 0) return;
    queue[0].granted = true;
    queue[0].turn.resolve();
  }
}

function deferred() {
  let resolve, reject;
  const promise = new Promise((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}

/**
 * Until the test ends, event streams are what the test says; the list of them grows as they are opened.
 * @param {import('node:test').TestContext} t
 */
export function withEventSource(t) {
  /** @type {any[]} */
  const sources = [];
  globalThis.EventSource = class extends EventTarget {
    closed = false;
    constructor(url) {
      super();
      this.url = url;
      sources.push(this);
    }
    close() {
      this.closed = true;
    }
    tell(name, data) {
      this.say(name, data && JSON.stringify(data));
    }
    say(name, data) {
      this.dispatchEvent(Object.assign(new Event(name), { data }));
    }
  };
  t.after(() => delete globalThis.EventSource);
  return sources;
}

/** Runs `work` where `navigator` has these members. */
export async function withNavigator(members, work) {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.defineProperty(globalThis, 'navigator', { value: { ...members }, configurable: true });
  try {
    return await work();
  } finally {
    if (before) Object.defineProperty(globalThis, 'navigator', before);
    else delete globalThis.navigator;
  }
}

/** Runs `work` with a `document` and with events on the global object, as a page has them. */
export async function withPage(work) {
  const page = new EventTarget();
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const members = {
    addEventListener: page.addEventListener.bind(page),
    removeEventListener: page.removeEventListener.bind(page),
    document,
  };
  const before = Object.keys(members).map((name) => [
    name,
    Object.getOwnPropertyDescriptor(globalThis, name),
  ]);
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  try {
    return await work({ tell: (name) => page.dispatchEvent(new Event(name)), document });
  } finally {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else delete globalThis[name];
    }
  }
}
