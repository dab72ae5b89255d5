/** What happened to a record, in words: who did what, and when. */
import { html } from 'lit';
import { bdi, moment } from './value.js';

/** @typedef {import('../conflict/difference.js').Conflict} Conflict */
/** @typedef {import('../texts/texts.js').Key} Key */
/** @typedef {import('../texts/translate.js').Words<Key>} Words */
/** @typedef {{ mine: string | null, who: string }} People `mine` is null where the reader's own change is meant */

/** @param {Conflict} conflict @param {string | null} mine @param {Words} words @returns {People} */
export const peopleOf = ({ server }, mine, words) => ({
  mine,
  who: server.modifiedBy ?? words.say('somebody'),
});

/** The text about the reader, or about somebody else. @param {Key} key @param {People} people @returns {Key} */
export const told = (key, { mine }) => (mine === null ? key : /** @type {Key} */ (`${key}Of`));

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
