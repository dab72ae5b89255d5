import prose from './prose.js';

/**
 * The linter of the documents: `npm run lint`. markdownlint reads Markdown as GitHub does, so tables, code and links
 * are not taken for prose. It is under MIT, kept, and the newest that Node 20 runs. The rules for sentences and words
 * are ours, since textlint's counts characters, and write-good knows no Markdown.
 */
export default {
  globs: ['*.md', 'docs/**/*.md'],
  customRules: prose,
  config: {
    default: false,
    // A row of a table cannot be broken.
    'line-length': { line_length: 120, tables: false, heading_line_length: 120 },
    'no-trailing-spaces': true,
    'no-multiple-blanks': true,
    'blanks-around-headings': true,
    'table-column-count': true,
    'single-title': true,
    'sentence-length': true,
    'banned-phrases': true,
  },
  noBanner: true,
  noProgress: true,
};
