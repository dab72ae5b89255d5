/**
 * A provider signs people in, and ends a session in the middle of the work. Told by KeycloakIT, which starts a Keycloak
 * whose access tokens expire after some seconds; it is of another site than the page, as most are.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newcomer, unique, until, useBrowser } from '../world.js';

const keycloak = String(process.env.TIDEMARK_KEYCLOAK);
const seconds = Number(process.env.TIDEMARK_TOKEN_SECONDS);

useBrowser();

/** @param {import('../world.js').Person} person */
async function throughProvider({ page, user }) {
  await page.getByRole('link', { name: 'Sign in with your organisation' }).click();
  await page.waitForURL(`${keycloak}/**`);
  await page.locator('#username').fill(user);
  await page.locator('#password').fill(user);
  await page.locator('#kc-login').click();
}

/** As an administrator of the provider. @param {string} path @param {string} method @returns {Promise<any>} */
async function administer(path, method = 'GET') {
  const form = { grant_type: 'password', client_id: 'admin-cli', username: 'root', password: 'root' };
  const answer = await fetch(`${keycloak}/realms/master/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  const { access_token: token } = await answer.json();
  const done = await fetch(`${keycloak}/admin/realms/tidemark/${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}` },
  });
  assert.ok(done.ok, `${method} ${path}: ${done.status}`);
  return done.status === 204 ? null : done.json();
}

test('a session goes through many tokens, ends at the provider, and nothing is lost', async (t) => {
  const luis = await newcomer(t, 'luis');
  await throughProvider(luis);
  await luis.heading('Companies');
  await luis.synced();

  const name = unique('Fanø Vadehav');
  await luis.add({ Name: name });
  await luis.synced();
  // Until the first token and the next one have expired: what is sent meanwhile refreshes them.
  const end = Date.now() + 3_000 * seconds;
  for (let round = 0; Date.now() < end; round++) {
    await luis.inApp(
      async (db, { wanted, phone }) => {
        const { id } = await db.companies.filter((/** @type {any} */ one) => one.name === wanted).first();
        await db.companies.update(id, { phone });
      },
      { wanted: name, phone: `+45 ${round}` },
    );
    const { status } = await luis.inApp((db) => db.tidemark.sync());
    assert.equal(status, 'synced');
  }

  await luis.openCompany(name);
  const [{ id }] = await administer('users?exact=true&username=luis');
  await administer(`users/${id}/logout`, 'POST');
  await until('the session is over', async () => {
    const { status } = await luis.inApp((db) => db.tidemark.sync());
    return status === 'unauthenticated';
  });
  await luis.edit(name, { Phone: '+45 after the end' });
  const banner = luis.page.getByRole('button', { name: 'Sign in again' }).first();
  await banner.waitFor();
  assert.equal((await luis.pending()).total, 1);

  const place = await luis.page.evaluate(() => location.hash);
  await banner.click();
  await throughProvider(luis);
  await luis.synced();
  assert.equal((await luis.company(name)).phone, '+45 after the end');
  assert.equal(await luis.page.evaluate(() => location.hash), place);

  await luis.at('browser');
  await luis.page.getByRole('button', { name: 'Sign out' }).click();
  await luis.page.getByRole('link', { name: 'Sign in with your organisation' }).click();
  await luis.page.locator('#password').waitFor();
  assert.ok(luis.page.url().startsWith(keycloak), 'the provider asks for the password again');
});
