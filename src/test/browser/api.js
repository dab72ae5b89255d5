/** The server, asked without a browser: what it holds is compared with what the replicas hold. */

const server = process.env.TIDEMARK_URL ?? 'http://localhost:8080';

/**
 * @param {string} user password is the name
 * @param {string} path
 * @param {{method?: string, body?: unknown}} [options]
 */
export async function call(user, path, { method = 'GET', body } = {}) {
  const answer = await comingAgain(() =>
    fetch(`${server}/api${path}`, {
      method,
      headers: {
        Authorization: `Basic ${Buffer.from(`${user}:${user}`).toString('base64')}`,
        ...(body ? { 'Content-Type': 'application/json' } : {}),
      },
      body: body && JSON.stringify(body),
    }),
  );
  if (!answer.ok) throw new Error(`${method} ${path} as ${user}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? null : answer.json();
}

/**
 * As every client does: a server that is busy, or a connection that it has just closed, is asked again. A push is known
 * by its number.
 * @param {() => Promise<Response>} ask
 */
async function comingAgain(ask) {
  for (let tries = 1; ; tries++) {
    const answer = await ask().catch((fault) => fault);
    const isBusy = answer instanceof Error || [408, 429, 503].includes(answer.status);
    if (isBusy && tries < 10) await new Promise((resolve) => setTimeout(resolve, 200 * tries));
    else if (answer instanceof Error) throw answer;
    else return answer;
  }
}

/**
 * Every record that the user may read, by collection and id.
 * @param {string} user
 * @returns {Promise<Record<string, Map<string, any>>>}
 */
export async function everything(user = 'carol') {
  const replica = crypto.randomUUID();
  /** @type {Record<string, Map<string, any>>} */
  const found = { companies: new Map(), contacts: new Map() };
  for (let cursor = null, more = true; more;) {
    const { pull } = await call(user, '/sync', {
      method: 'POST',
      body: { replica, pull: { cursor, page: 5000 } },
    });
    for (const { changes = {} } of pull.scopes) {
      for (const [collection, { upserted = [] }] of Object.entries(changes)) {
        for (const record of upserted) found[collection].set(record.id, record);
      }
    }
    ({ cursor, more } = pull);
  }
  return found;
}

/**
 * @param {string} name
 * @returns {Promise<any>} the company as the server has it; undefined when there is none
 */
export async function companyNamed(name) {
  return [...(await everything()).companies.values()].find(({ fields }) => fields.name === name);
}

/**
 * A change from somewhere else: another device, a batch, a colleague.
 * @param {string} user
 * @param {Record<string, any>} changes as in the protocol's push
 */
export async function change(user, changes) {
  const body = { replica: crypto.randomUUID(), push: { number: 1, changes } };
  const { push } = await call(user, '/sync', { method: 'POST', body });
  return push;
}

/**
 * @param {string} user
 * @param {Record<string, any>} fields
 * @returns {Promise<string>} the new company's id
 */
export async function addCompany(user, fields) {
  const id = crypto.randomUUID();
  const push = await change(user, { companies: { added: [{ id, fields: { region: 'emea', ...fields } }] } });
  if (push.applied.length !== 1) throw new Error(`not added: ${JSON.stringify(push)}`);
  return id;
}

/**
 * Ends what a story has left open, so that the register does not fill with it.
 * @param {string} record
 */
export async function settle(record) {
  const { conflicts } = await call('carol', '/conflicts?status=open&limit=1000');
  for (const { id, server } of conflicts.filter((/** @type {any} */ one) => one.record === record)) {
    const body = { outcome: 'server', version: server.version };
    await call('carol', `/conflicts/${id}/resolution`, { method: 'POST', body });
  }
}
