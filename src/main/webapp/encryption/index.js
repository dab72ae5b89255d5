/**
 * Encryption at rest, an addon of Dexie beside Tidemark's. What it protects, and what not: docs/encryption.md.
 *
 *     const key = await keyFromPassphrase('crm', passphrase);
 *     const db = new Dexie('crm', { addons: [tidemark, encrypted({ key })] });
 */
export { encrypted } from './encrypted.js';
export { changePassphrase, forgetKey, hasKey, keyFromPassphrase, keyFromSecret } from './key.js';
export { WrongKeyError } from './seal.js';
