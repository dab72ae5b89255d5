import { keyOf } from '../record/deletions.js';
import { heldBack } from '../conflict/freed.js';
import { limitOf } from '../record/collection-info.js';
import { transact } from '../store/store.js';

/**
 * How much one sync sends and asks for at a time, and what it learns of the way on which it goes: which records a
 * gateway does not let through. They are found by halving, and marked once it is certain that it is their fault.
 *
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Flight} Flight
 * @typedef {import('../push/sending-order.js').Unit} Unit
 * @typedef {{collection: string, id: string, edits: number, reason: string, detail: string}} Suspect
 */

/** As many may be marked although nothing else came through; of more, the gateway is the cause. */
const FEW = 3;

export class Limits {
  /** Pushes that did not come through in this sync. */
  refusals = 0;
  /** What does not come through does not for its own sake, as far as this sync knows. */
  isAgainstThis = false;
  /** A change of this sync came through. */
  isOpen = false;
  /** @type {Map<string, Suspect | null>} by record or conflict, what stays behind in this sync; null: cannot be marked */
  suspects = new Map();

  /** @param {{changesPerPush: number, page: number}} config */
  constructor({ changesPerPush, page }) {
    this.changes = changesPerPush;
    this.page = page;
    /** What the number of changes may rise to again. */
    this.whole = changesPerPush;
  }

  /**
   * What the server takes and gives at a time.
   * @param {Context} ctx
   */
  apply(ctx) {
    this.changes = Math.min(this.changes, limitOf(ctx, 'changes'));
    this.page = Math.min(this.page, limitOf(ctx, 'page'));
  }

  /**
   * A push came through.
   * @param {Flight} flight
   */
  passed({ sent, was }) {
    // An empty one says nothing of what is in others.
    if (was || sent.length === 0) return;
    this.isOpen = true;
    this.changes = Math.min(this.whole, this.changes * 2);
  }

  /**
   * A push did not come through: half of it goes next. What was alone stays behind.
   * @param {Context} ctx
   * @param {Flight} flight
   * @param {{reason: string, detail: string, isTooLarge: boolean}} why
   */
  async halve(ctx, { sent, resolutions }, { isTooLarge, ...why }) {
    const entries = await transact(ctx, 'r', (store) =>
      store.entries.bulkGet(
        sent.map(({ collection, id }) => /** @type {[string, string]} */ ([collection, id])),
      ),
    );
    const units = new Set(sent.map((one, i) => entries[i]?.group ?? keyOf(one)));
    const alone = resolutions.filter((id) => !entries.some((entry) => entry?.conflict === id));
    if (units.size + alone.length > 1) {
      this.changes = Math.max(1, Math.floor((sent.length + resolutions.length) / 2));
      // A size stays too large; a text that somebody does not like is in one place.
      if (isTooLarge) this.whole = this.changes;
      return;
    }
    for (const id of alone) this.suspects.set(id, null);
    for (const one of sent) this.suspects.set(keyOf(one), { ...one, ...why });
  }

  /**
   * Not even an empty push came through in its place: that says nothing against it.
   * @param {Flight} flight
   */
  acquit({ sent, resolutions }) {
    for (const key of [...sent.map(keyOf), ...resolutions]) this.suspects.delete(key);
  }

  /**
   * @param {Unit} unit
   * @returns {boolean} it may go in this sync
   */
  isFree({ entries, decided }) {
    return !this.suspects.has(decided ?? '') && !entries.some((entry) => this.suspects.has(keyOf(entry)));
  }

  /**
   * What stayed behind is marked, with its reason. Where nothing came through, only a few: else the user would be told
   * of each of his records that something is wrong with it.
   * @param {Context} ctx
   * @returns {Promise<Suspect[] | null>} those that were not marked before; null: it is not the records' fault
   */
  async verdict(ctx) {
    const found = [...this.suspects.values()].flatMap((one) => (one ? [one] : []));
    if (this.suspects.size === 0) return [];
    return transact(ctx, 'rw', async (store) => {
      const marked = await store.entries.where('rejected.reason').equals('gateway').toArray();
      const known = new Set(marked.map(keyOf));
      const fresh = found.filter((one) => !known.has(keyOf(one)));
      const isTheirs = this.isOpen || (known.size + fresh.length <= FEW && found.length > 0);
      const told = isTheirs ? found : found.filter((one) => known.has(keyOf(one)));
      for (const { collection, id, edits, reason, detail } of told) {
        const entry = await store.entry(collection, id);
        if (entry?.edits === edits && !entry.sent) await store.entries.put(heldBack(entry, reason, detail));
      }
      return isTheirs ? fresh : null;
    });
  }
}
