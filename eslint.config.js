import js from '@eslint/js';
import globals from 'globals';

// Two foreign things have one owner file each; everything else goes through them.
const owned = (name, owner) => ({ name, message: `Only ${owner} may use ${name}.` });

export default [
  { ignores: ['target/**', 'node_modules/**', 'src/main/webapp/vendor/**'] },
  js.configs.recommended,
  // Prettier breaks code, and no comment. A type in braces may be longer.
  { rules: { 'max-len': ['error', { code: 1000, comments: 120, ignorePattern: '[{}]' }] } },
  { languageOptions: { globals: { ...globals.browser } } },
  {
    files: ['src/main/webapp/tidemark/**/*.js'],
    rules: {
      'no-restricted-globals': [
        'error',
        owned('fetch', 'http.js'),
        owned('EventSource', 'event-stream.js'),
        owned('indexedDB', 'Dexie, by store.js,'),
      ],
    },
  },
  { files: ['src/main/webapp/tidemark/net/http.js'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['src/main/webapp/tidemark/net/event-stream.js'], rules: { 'no-restricted-globals': 'off' } },
  {
    files: ['src/main/webapp/{app,components}/**/*.js'],
    rules: {
      'no-restricted-globals': [
        'error',
        owned('fetch', 'network.js'),
        owned('indexedDB', 'Dexie, by replica.js,'),
      ],
      'no-restricted-properties': [
        'error',
        ...['createElement', 'createElementNS'].map((property) => ({
          object: 'document',
          property,
          message: 'lit draws every part, see ADR 91.',
        })),
      ],
    },
  },
  {
    files: ['src/test/examples/**/*.jsx'],
    languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
    // What a tag names counts as unused: only a plugin would know better.
    rules: { 'no-unused-vars': 'off' },
  },
  {
    files: ['src/main/webapp/service-worker.js'],
    languageOptions: { globals: { ...globals.serviceworker } },
  },
  {
    files: ['src/test/js/**', 'src/test/browser/**', 'src/test/bench/**', 'src/build/**', '*.js'],
    languageOptions: { globals: { ...globals.node } },
  },
];
