/**
 * Ids as 16 bytes each: of a million of them a tab holds 16 MB and not ten times that. Pure.
 */

export const ID_BYTES = 16;

const HEX = new TextEncoder().encode('0123456789abcdef');
/** A text of bytes is many times faster to make than one of pieces. */
const TEXT = new Uint8Array(36).fill(/* a hyphen */ 45);
const decoder = new TextDecoder();
/** Where the 16 pairs of digits stand in the text of a UUID. */
const PAIRS = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
const DIGITS = new Uint8Array(128);
for (let value = 0; value < 16; value++) DIGITS[value.toString(16).charCodeAt(0)] = value;

/**
 * @param {string} id a lower-case UUID
 * @param {Uint8Array} [into]
 * @param {number} [at] in ids
 * @returns {Uint8Array} into
 */
export function bytesOf(id, into = new Uint8Array(ID_BYTES), at = 0) {
  for (let i = 0; i < ID_BYTES; i++) {
    const pair = PAIRS[i];
    into[at * ID_BYTES + i] = (DIGITS[id.charCodeAt(pair)] << 4) | DIGITS[id.charCodeAt(pair + 1)];
  }
  return into;
}

/**
 * @param {Uint8Array} ids
 * @param {number} at in ids
 * @returns {string}
 */
export function idAt(ids, at) {
  for (let i = 0; i < ID_BYTES; i++) {
    const byte = ids[at * ID_BYTES + i];
    TEXT[PAIRS[i]] = HEX[byte >> 4];
    TEXT[PAIRS[i] + 1] = HEX[byte & 15];
  }
  return decoder.decode(TEXT);
}

/**
 * The order of IndexedDB: that of the texts is that of the bytes.
 * @param {Uint8Array} left
 * @param {number} i in ids
 * @param {Uint8Array} right
 * @param {number} j
 * @returns {number}
 */
export function compareIds(left, i, right, j) {
  for (let k = 0; k < ID_BYTES; k++) {
    const difference = left[i * ID_BYTES + k] - right[j * ID_BYTES + k];
    if (difference !== 0) return difference;
  }
  return 0;
}

/** From ids to numbers, for as many as were announced. */
export class IdMap {
  #size = 0;

  /** @param {number} capacity how many ids may be put in */
  constructor(capacity) {
    this.ids = new Uint8Array(capacity * ID_BYTES);
    this.numbers = new Uint32Array(capacity);
    // At most half full. A slot holds the place of its id, from one on; nought is an empty slot.
    this.slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(1, capacity) * 2)));
  }

  /**
   * @param {Uint8Array} ids
   * @param {number} at in ids
   * @returns {number | undefined}
   */
  get(ids, at) {
    const place = this.slots[this.#slot(ids, at)];
    return place === 0 ? undefined : this.numbers[place - 1];
  }

  /**
   * @param {Uint8Array} ids
   * @param {number} at in ids
   * @param {number} number
   */
  set(ids, at, number) {
    const slot = this.#slot(ids, at);
    if (this.slots[slot] === 0) {
      this.ids.set(ids.subarray(at * ID_BYTES, (at + 1) * ID_BYTES), this.#size * ID_BYTES);
      this.slots[slot] = ++this.#size;
    }
    this.numbers[this.slots[slot] - 1] = number;
  }

  /**
   * @param {Uint8Array} ids
   * @param {number} at
   * @returns {number} the slot that holds this id, or the empty one where it belongs
   */
  #slot(ids, at) {
    const mask = this.slots.length - 1;
    // Ids need not be random in all their bytes: a test's are not.
    let hash = 0x811c9dc5;
    for (let i = 0; i < ID_BYTES; i++) hash = Math.imul(hash ^ ids[at * ID_BYTES + i], 0x01000193);
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const place = this.slots[slot];
      if (place === 0 || compareIds(this.ids, place - 1, ids, at) === 0) return slot;
    }
  }
}
