// First: it brings IndexedDB.
import { ADDONS } from './world.js';
import { randomBytes } from 'node:crypto';
import { encrypted } from '../../main/webapp/encryption/index.js';

/** Loaded before the tests: all browsers encrypt what they store. */
ADDONS.push(encrypted({ key: new Uint8Array(randomBytes(32)) }));
