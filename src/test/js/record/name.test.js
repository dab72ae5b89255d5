import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { databaseName, fromPage } from '../../../main/webapp/tidemark/record/database-name.js';

/** @type {any} */
const world = globalThis;

/** @param {string} address of the page */
function at(address) {
  world.location = new URL(address);
  world.document = { baseURI: address };
}

afterEach(() => {
  delete world.location;
  delete world.document;
});

const alice = (/** @type {string} */ url) => databaseName('crm', { url: fromPage(url), user: 'alice' });

test('an installation at the root of its origin keeps the plain name', () => {
  at('https://firm.example/');
  for (const url of ['/api', 'api', './api', 'https://firm.example/api'])
    assert.equal(alice(url), 'crm-alice');
  assert.equal(databaseName('crm', { url: '/api' }), 'crm');
});

test('the installations of one origin have a database each, however the application writes the address', () => {
  at('https://firm.example/crm/');
  for (const url of ['/crm/api', 'api', './api', 'https://firm.example/crm/api', '/crm/api/'])
    assert.equal(alice(url), 'crm-alice /crm/api');
  at('https://firm.example/stock/');
  assert.equal(alice('api'), 'crm-alice /stock/api');
});

test('a server elsewhere is not the one here', () => {
  at('https://firm.example/');
  assert.equal(alice('https://other.example/api'), 'crm-alice https://other.example/api');
  assert.notEqual(alice('https://other.example:8443/api'), alice('https://other.example/api'));
});

test('a path that a user is named after is not the path of an installation', () => {
  at('https://firm.example/');
  assert.notEqual(databaseName('crm', { url: '/api', user: '/crm/api' }), alice('/crm/api'));
  assert.notEqual(
    databaseName('crm', { url: '/api', user: '/crm/api' }),
    databaseName('crm', { url: '/crm/api' }),
  );
});

test('a relative address stays what it was when the page changes its address', () => {
  at('https://firm.example/crm/');
  const url = fromPage('api');
  at('https://firm.example/crm/companies/7');
  assert.equal(url, 'https://firm.example/crm/api');
});

test('without a page, as in a test of the application, the address is taken as it is', () => {
  assert.equal(fromPage('/api'), '/api');
  assert.equal(databaseName('crm', { url: 'http://127.0.0.1:8080/api', user: 'alice' }), 'crm-alice');
});
