import test from 'node:test';
import assert from 'node:assert/strict';
import { Ahead } from '../../main/webapp/tidemark/ahead.js';

/** A page that was asked for ahead counts only where the replica then stands as was thought. */

const asked = { replica: 'r', number: 4, cursor: 'c' };
const answer = { kind: 'answer', body: {} };

function askedAhead(outcome = answer) {
  const ahead = new Ahead();
  ahead.ask(asked, () => Promise.resolve(outcome));
  return ahead;
}

test('what was asked for ahead is had once', async () => {
  const ahead = askedAhead();
  assert.equal(await ahead.take({ ...asked }), answer);
  assert.equal(await ahead.take(asked), null);
  assert.equal(await new Ahead().take(asked), null);
});

for (const [what, other] of Object.entries({ replica: 's', number: 5, cursor: 'd' })) {
  test(`with another ${what} than was thought it is thrown away`, async () => {
    const ahead = askedAhead();
    assert.equal(await ahead.take({ ...asked, [what]: other }), null);
    assert.equal(await ahead.take(asked), null);
  });
}

for (const kind of ['refused', 'unreachable', 'aborted']) {
  test(`trouble (${kind}) is left to an ordinary request`, async () => {
    assert.equal(await askedAhead({ kind }).take(asked), null);
  });
}
