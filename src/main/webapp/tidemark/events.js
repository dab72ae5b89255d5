/**
 * What listeners are told, in every tab of the replica: a sync that runs in one tab is seen in all.
 *
 * @typedef {'syncStart' | 'progress' | 'syncComplete' | 'syncError' | 'conflicts' | 'rejected' | 'network'
 *   | 'authRequired' | 'revoked' | 'updateRequired' | 'storage'
 *   | 'contact' | 'leaving' | 'seen' | 'replica'} EventName contact: what was learned of the server besides a report;
 *   seen: how far a pull has brought everything; replica: who this database is for the server
 * @typedef {(detail: any) => void} Listener
 */

export class Events {
  constructor() {
    /** @type {Map<string, Set<Listener>>} */
    this.listeners = new Map();
    /** @type {BroadcastChannel | null} */
    this.channel = null;
  }

  /**
   * @param {EventName} name
   * @param {Listener} listener
   * @returns {() => void} ends the subscription
   */
  on(name, listener) {
    const listeners = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /**
   * Tells this tab and the others.
   * @param {string} name
   * @param {any} [detail]
   */
  emit(name, detail) {
    this.tell(name, detail);
    this.channel?.postMessage({ name, detail });
  }

  /**
   * Tells this tab alone.
   * @param {string} name
   * @param {any} detail
   */
  tell(name, detail) {
    for (const listener of [...(this.listeners.get(name) ?? [])]) {
      try {
        listener(detail);
      } catch (error) {
        // A listener's fault must not end a sync; it is reported as any uncaught error is.
        report(error);
      }
    }
  }

  /** @param {string} replica name that the tabs of one replica share */
  connect(replica) {
    this.disconnect();
    if (typeof BroadcastChannel === 'undefined') return;
    this.channel = new BroadcastChannel(`tidemark ${replica}`);
    this.channel.onmessage = ({ data }) => this.tell(data.name, data.detail);
    // In Node an open channel would keep the process alive.
    /** @type {any} */ (this.channel).unref?.();
  }

  disconnect() {
    this.channel?.close();
    this.channel = null;
  }
}

/** @param {unknown} error */
function report(error) {
  if (typeof globalThis.reportError === 'function') globalThis.reportError(error);
  else
    queueMicrotask(() => {
      throw error;
    });
}
