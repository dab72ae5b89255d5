import { ModelServer } from '../model-server.js';
import { browser, company, sync } from '../world.js';

export { sync };

/** Alice and bob, who share one company with one contact. */
export async function shared() {
  const server = new ModelServer();
  const [alice, bob] = [await browser(server, 'alice'), await browser(server, 'bob')];
  const record = company(bob, { phone: 'before' });
  await bob.companies.add(record);
  const contact = { id: bob.tidemark.newId(), company: record.id, name: 'Dora' };
  await bob.contacts.add(contact);
  await sync(bob);
  await sync(alice);
  return { alice, bob, id: record.id, contact: contact.id };
}
