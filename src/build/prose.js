/**
 * Two rules for markdownlint that keep the documents in plain English: sentences of at most 30 words, and no phrases
 * that only fill or that only insiders understand. Code is left out, and of a link its text alone counts.
 */

/** Somewhat above what a sentence should have, which is about 16. */
const MOST_WORDS = 30;

/** What to say instead. */
const BANNED = [
  [/\bin order to\b/i, 'to'],
  [/\b(simply|easily|obviously|of course)\b/i, 'nothing: it helps nobody who is stuck'],
  [/\b(utili[sz]e|leverage)\b/i, 'use'],
  [/\b(hence|thereby|whilst|upon|nought|thus)\b/i, 'a plain word'],
  [/\bestates?\b/i, 'application'],
  [/\bthe seed\b/i, 'the source pattern'],
  [/\bdemands? \d/i, 'a link to what is meant'],
  [/\bis said\b/i, 'who says it'],
  [/\bas (it was )?wished\b/i, 'what happens'],
  [/\bwho(ever)? (reads|writes|asks|pushes|wants) that\b/i, 'a noun'],
];

/** Blocks whose text is a sentence or several. */
const BLOCKS = new Set(['paragraph', 'tableData', 'tableHeader']);

/**
 * @param {any[]} tokens of micromark
 * @returns {any[]}
 */
const blocks = (tokens) =>
  tokens.flatMap((token) => (BLOCKS.has(token.type) ? [token] : blocks(token.children)));

/**
 * @param {string} text as in the file
 * @returns {string} of the same number of lines, without what is not read as prose
 */
const prose = (text) =>
  text
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/`[^`]*`/g, 'Code')
    .replace(/<[^>]*>/g, '')
    .replace(/[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}/g, '');

/** @param {string} text */
const sentences = (text) => text.split(/(?<=[.!?][)"”]?)\s+(?=[^a-z])/);

/** @param {string} sentence */
const words = (sentence) => sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

const sentenceLength = {
  names: ['sentence-length'],
  description: `A sentence has at most ${MOST_WORDS} words`,
  tags: ['prose'],
  parser: /** @type {const} */ ('micromark'),
  /** @type {(params: any, onError: (error: any) => void) => void} */
  function: (params, onError) => {
    for (const { text, startLine } of blocks(params.parsers.micromark.tokens))
      for (const sentence of sentences(prose(text)))
        if (words(sentence) > MOST_WORDS)
          onError({
            lineNumber: startLine,
            detail: `${words(sentence)} words`,
            context: sentence.replace(/\s+/g, ' ').slice(0, 60),
          });
  },
};

const bannedPhrases = {
  names: ['banned-phrases'],
  description: 'There is a plainer word',
  tags: ['prose'],
  parser: /** @type {const} */ ('micromark'),
  /** @type {(params: any, onError: (error: any) => void) => void} */
  function: (params, onError) => {
    for (const { text, startLine } of blocks(params.parsers.micromark.tokens))
      for (const [index, line] of prose(text).split('\n').entries())
        for (const [phrase, instead] of BANNED) {
          const found = line.match(phrase);
          if (found) onError({ lineNumber: startLine + index, detail: `'${found[0]}': say ${instead}` });
        }
  },
};

export default [sentenceLength, bannedPhrases];
