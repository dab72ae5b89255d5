/** What happened to a record, in words: who did what, and when. */
import { html } from 'lit';
import { bdi, moment } from './value.js';

/** @typedef {import('../conflict/difference.js').Conflict} Conflict */
/** @typedef {import('../texts/texts.js').Key} Key */
/** @typedef {import('../texts/translate.js').Words<Key>} Words */
/**
 * @typedef {object} People
 * @property {string | null} mine null where the reader's own change is meant
 * @property {string} who made the other side
 * @property {boolean} [isOne] both sides are one person's, from two devices
 */

/**
 * @param {Conflict} conflict
 * @param {string | null} mine
 * @param {Words} words
 * @param {string | null} [reader] who is signed in, as far as that is known
 * @returns {People}
 */
export function peopleOf({ server: { modifiedBy } }, mine, words, reader = null) {
  const isOne = modifiedBy != null && modifiedBy === (mine ?? reader);
  if (!isOne) return { mine, who: modifiedBy ?? words.say('somebody') };
  return { mine, who: words.say(mine === null ? 'otherDevice' : 'otherDeviceOf', { mine }), isOne };
}

/** What a person who has two devices is told of them. @type {Key[]} */
const ofDevices = ['changedBoth', 'addedBoth', 'storyChanged', 'storyAdded', 'mine', 'theirs'];

/** The text about the reader, or about somebody else. @param {Key} key @param {People} people @returns {Key} */
export function told(key, { mine, isOne }) {
  if (mine !== null) return /** @type {Key} */ (`${key}Of`);
  return isOne && ofDevices.includes(key) ? /** @type {Key} */ (`${key}Self`) : key;
}

/** What the other side is called. @param {People} people @returns {Key} */
export const theirs = (people) => (people.mine === null ? told('theirs', people) : 'theirs');

/** @param {People} people the names as elements, for a sentence */
export const named = ({ mine, who }) => ({ mine: bdi(mine), who: bdi(who) });

/** @type {Record<string, Key>} */
const leads = {
  'modified-modified': 'changedBoth',
  'added-added': 'addedBoth',
  'deleted-modified': 'deletedMine',
  'modified-deleted': 'deletedTheirs',
};

/** @type {Record<string, Key>} */
const stories = {
  'modified-modified': 'storyChanged',
  'added-added': 'storyAdded',
  'deleted-modified': 'storyDeletedMine',
  'modified-deleted': 'storyDeletedTheirs',
};

/** @type {Record<string, Key>} */
export const kinds = {
  'modified-modified': 'kindChanged',
  'added-added': 'kindAdded',
  'deleted-modified': 'kindDeletedMine',
  'modified-deleted': 'kindDeletedTheirs',
};

/** As it is now: an edit after a deletion, or a deletion after an edit, may have come since it was found. */
const kindNow = (/** @type {Conflict} */ { kind, client, server }) =>
  client.deleted ? 'deleted-modified' : server.deleted ? 'modified-deleted' : kind;

/**
 * @param {Conflict} conflict
 * @param {People} people
 * @param {string} noun
 * @param {Words} words
 */
export function lead(conflict, people, noun, words) {
  const { modifiedAt } = conflict.server;
  const who = modifiedAt
    ? words.parts('whoWhen', { who: bdi(people.who), when: moment(modifiedAt, words) })
    : bdi(people.who);
  const key = told(leads[kindNow(conflict)] ?? 'changedBoth', people);
  return html`${words.parts(key, { ...named(people), who, noun })}`;
}

/** In one line of a list. @param {Conflict} conflict @param {People} people @param {Words} words */
export const story = (conflict, people, words) =>
  words.parts(told(stories[kindNow(conflict)] ?? 'storyChanged', people), named(people));
