/**
 * What a value must be like: so that JSON carries it unchanged, and so that a field of the server's description takes
 * it. Pure.
 *
 * @typedef {import('../types.js').FieldInfo} FieldInfo
 * @typedef {{path: string, fault: string}} Fault where in a record, and what is wrong there
 */

/** U+0000, and halves of characters: no text of a server's database holds them. */
const NO_TEXT = /[\0\p{Surrogate}]/u;

const CURES = new Map([
  ['Date', "text, as the field's type wants it: '2026-11-24' or '2026-11-24T09:30:00Z'"],
  ['Map', 'an object'],
  ['Set', 'a list'],
  ['Blob', 'its bytes as base64 text'],
  ['File', 'its bytes as base64 text'],
]);

/**
 * @param {any} value
 * @param {string} path
 * @param {object[]} [within] what it is a part of
 * @returns {Fault | null} the first part that JSON cannot carry, or not unchanged
 */
export function unsendable(value, path, within = []) {
  switch (typeof value) {
    case 'boolean':
    case 'undefined':
      return null;
    case 'number':
      return Number.isFinite(value) ? null : { path, fault: `is ${value}, which cannot be sent` };
    case 'string':
      return NO_TEXT.test(value)
        ? { path, fault: 'holds U+0000 or half of a character, which no database keeps' }
        : null;
    case 'object':
      return value && unsendableObject(value, path, within);
    case 'bigint':
      return { path, fault: 'is a BigInt, which cannot be sent; store its digits as text' };
    default:
      return { path, fault: `is a ${typeof value}, which cannot be sent` };
  }
}

/**
 * @param {any} value
 * @param {string} path
 * @param {object[]} within
 * @returns {Fault | null}
 */
function unsendableObject(value, path, within) {
  if (within.includes(value)) return { path, fault: 'contains itself, which cannot be sent' };
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  const inner = [...within, value];
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      if (value[i] === undefined)
        return { path: `${path}[${i}]`, fault: 'is undefined, which a list cannot carry; store null' };
      const found = unsendable(value[i], `${path}[${i}]`, inner);
      if (found) return found;
    }
    return null;
  }
  if (kind !== 'Object') {
    const isBytes = value instanceof ArrayBuffer || ArrayBuffer.isView(value);
    const cure = CURES.get(isBytes ? 'Blob' : kind);
    return { path, fault: `is a ${kind}, which cannot be sent${cure ? `; store ${cure}` : ''}` };
  }
  for (const [name, member] of Object.entries(value)) {
    if (NO_TEXT.test(name))
      return { path, fault: 'has a member whose name holds U+0000 or half of a character' };
    const found = unsendable(member, `${path}.${name}`, inner);
    if (found) return found;
  }
  return null;
}

/** @type {Map<string, [(value: any) => boolean, string]>} by a field's type; those that are missing may hold anything */
const TYPES = new Map([
  .../** @type {[string, [(value: any) => boolean, string]][]} */ (
    ['string', 'enum', 'uuid', 'date', 'dateTime', 'time', 'instant', 'bytes', 'reference'].map((type) => [
      type,
      [(value) => typeof value === 'string', 'text'],
    ])
  ),
  ['boolean', [(value) => typeof value === 'boolean', 'true or false']],
  ['integer', [(value) => Number.isInteger(value), 'a whole number']],
  ['number', [(value) => typeof value === 'number', 'a number']],
  ['decimal', [(value) => ['string', 'number'].includes(typeof value), 'digits as text']],
  ['array', [Array.isArray, 'a list']],
]);

/**
 * @param {FieldInfo} field
 * @param {any} value
 * @returns {string | null} why the field does not take it. Whether it may be empty is for the server to say
 */
export function misfit({ type }, value) {
  const known = TYPES.get(type);
  if (!known || value === null || value === undefined || known[0](value)) return null;
  const is = Array.isArray(value)
    ? 'a list'
    : typeof value === 'object'
      ? 'an object'
      : JSON.stringify(value);
  return `is ${is.length > 60 ? `${is.slice(0, 60)}…` : is}, where the type '${type}' wants ${known[1]}`;
}
