import test from 'node:test';
import assert from 'node:assert/strict';
import { FakeLocks, withNavigator } from '../fake-browser.js';
import { ModelServer } from '../model-server.js';
import { keepBusy, twoUsers } from '../two-users.js';
import { browser, company, later, sync } from '../world.js';

/** Another user signs in: nobody's work is lost by it, or sent as somebody else's. */

test('giving up a change gives up none of who signs in meanwhile', async () => {
  const { server, db, signIn } = twoUsers();
  const id = db.tidemark.newId();
  server.write('carol', 'companies', id, company(db));
  signIn('bob');
  await sync(db);
  await db.companies.update(id, { phone: 'bob' });
  signIn('alice');
  await sync(db);
  await db.companies.update(id, { phone: 'alice' });
  const busy = keepBusy(db);
  const given = db.tidemark.discard('companies', id);
  await later(2);
  signIn('bob');
  await busy;
  await given;
  assert.equal((await db.companies.get(id)).phone, 'bob');
});

test('what one user may write does not decide about the work of the next', async () => {
  class PerUser extends ModelServer {
    describe(user) {
      const info = super.describe(user);
      if (user === 'alice')
        for (const { fields } of info.collections)
          for (const field of fields) field.readOnly ||= field.name === 'notes';
      return info;
    }
  }
  const { server, db, signIn } = twoUsers(new PerUser());
  const id = db.tidemark.newId();
  server.write('carol', 'companies', id, company(db));
  signIn('bob');
  await sync(db);
  await db.companies.update(id, { notes: 'bob' });
  signIn('alice');
  await db.open();
  let once = true;
  const turn = (key) => {
    if (!once || key !== 'replica') return;
    once = false;
    signIn('bob');
  };
  db.table('$tidemark_state').hook('creating', turn);
  await db.tidemark.sync();
  await db.tidemark.sync();
  assert.equal(once, false);
  assert.equal((await db.companies.get(id)).notes, 'bob');
  assert.equal(server.fields('companies', id).notes, 'bob');
});

test('after a revocation it is asked anew who is signed in', async () => {
  const server = new ModelServer();
  let user = 'alice';
  const name = `crm-${Math.random()}`;
  const db = await browser(server, 'alice', { name, fetch: server.as(() => user) });
  await db.companies.add(company(db));
  await sync(db);
  server.revoke();
  await sync(db, 'revoked');
  await sync(db);
  const record = company(db);
  await db.companies.add(record);
  db.close();
  user = 'bob';
  const again = await browser(server, 'bob', { name, fetch: server.as(() => user) });
  await again.tidemark.sync();
  assert.equal(server.record('companies', record.id)?.modifiedBy, undefined, 'her work was sent as his');
});

test('a replica that no server knows yet is not used as somebody else’s', async () => {
  const server = new ModelServer();
  let user = 'alice';
  let away = true;
  const send = server.as(() => user);
  const fetch = (url, init) =>
    away && init.body ? Promise.reject(new TypeError('network')) : send(url, init);
  const db = await browser(server, 'alice', { fetch });
  const record = company(db);
  await db.companies.add(record);
  await sync(db, 'offline');
  [user, away] = ['bob', false];
  await db.tidemark.sync();
  assert.equal(server.record('companies', record.id), undefined, 'her work was sent as his');
});

test('a sync that goes on as another user looks what he has to send', async () => {
  const { server, db, way, signIn } = twoUsers();
  signIn('bob');
  const record = company(db);
  await db.companies.add(record);
  signIn('alice');
  await sync(db);
  await db.companies.add(company(db));
  way.to = (url, init, send) => {
    way.to = () => null;
    const answer = send();
    signIn('bob');
    return answer;
  };
  const report = await db.tidemark.sync();
  assert.equal(report.status, 'synced');
  assert.equal(server.record('companies', record.id)?.modifiedBy, 'bob');
});

test('fields of the application alone are not sent on another user’s account of the server', async () => {
  const { server, db, way, signIn } = twoUsers();
  signIn('bob');
  const record = company(db, { isFavourite: true });
  await db.companies.add(record);
  signIn('alice');
  await sync(db);
  way.to = (url, init, send) => {
    way.to = () => null;
    return later(20)
      .then(() => signIn('bob'))
      .then(send);
  };
  await db.tidemark.sync();
  await db.tidemark.sync();
  assert.deepEqual(await db.tidemark.rejected(), []);
  assert.equal(server.record('companies', record.id)?.modifiedBy, 'bob');
});

test('another server’s answer that comes late makes no new replica of the one who signs in', async () => {
  const { server, db, way, signIn } = twoUsers();
  const other = new ModelServer();
  const there = other.as('alice');
  const record = company(db);
  signIn('bob');
  await db.companies.add(record);
  await sync(db);
  const { replica } = await db.table('$tidemark_state').get('replica');
  signIn('alice', { fetch: (url, init) => way.to(url, init) ?? there(url, init) });
  await sync(db);
  await db.companies.add(company(db));
  way.to = (url, init) => {
    way.to = () => null;
    const answer = there(url, init);
    signIn('bob');
    return answer;
  };
  await db.tidemark.sync();
  assert.equal((await db.table('$tidemark_state').get('replica')).replica, replica);
  assert.equal(server.replicas.size, 1);
});

test('unsent work of a named user is imported by nobody else, even if no server has heard of it', async () => {
  const { db, signIn } = twoUsers();
  signIn('alice');
  await db.companies.add(company(db));
  const file = await db.tidemark.exportOutbox();
  signIn('bob');
  await assert.rejects(db.tidemark.importOutbox(file), /work of alice/);
});

test('who waits for the turn of one user has no report of the next', () =>
  withNavigator({ locks: new FakeLocks() }, async () => {
    const { server, db, name, signIn } = twoUsers();
    signIn('bob');
    for (let n = 0; n < 3; n++) await sync(db);
    const record = company(db);
    await db.companies.add(record);
    signIn('alice');
    await sync(db);
    let free;
    const otherTab = new Promise((resolve) => (free = resolve));
    const held = navigator.locks.request(`tidemark ${name}-alice`, () => otherTab);
    const hers = db.tidemark.sync();
    await later(20);
    signIn('bob');
    const his = db.tidemark.sync();
    free();
    await Promise.all([held, hers]);
    assert.equal((await his).status, 'synced');
    assert.equal(server.record('companies', record.id)?.modifiedBy, 'bob');
  }));
