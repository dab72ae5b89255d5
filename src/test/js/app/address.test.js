import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mailTo } from '../../../main/webapp/app/part/mail.js';
import { read, to } from '../../../main/webapp/app/state/route.js';

for (const hash of ['#/companies/%E0%A4%A', '#/%', '#/conflicts/%zz/edit', '#/companies/x/%C3'])
  test(`${hash} cannot be read, and that is a page too`, () => {
    assert.deepEqual(read(hash), { page: 'missing', id: null, verb: null, rest: false });
  });

test('what an address says is read', () => {
  assert.equal(read('#/companies/a/edit/more').rest, true);
  assert.deepEqual(read(''), { page: 'companies', id: null, verb: null, rest: false });
  assert.deepEqual(read('#/companies/'), { page: 'companies', id: null, verb: null, rest: false });
  assert.deepEqual(read(to('companies', 'a/b?', 'edit')), {
    page: 'companies',
    id: 'a/b?',
    verb: 'edit',
    rest: false,
  });
});

for (const [email, address] of [
  ['ingrid@fjord.no', 'mailto:ingrid@fjord.no'],
  ['a?bcc=x@fjord.no', 'mailto:a%3Fbcc%3Dx@fjord.no'],
  ['a@fjord.no?subject=x&body=y', 'mailto:a@fjord.no%3Fsubject%3Dx%26body%3Dy'],
  ['a@b.no,c@d.no', 'mailto:a%40b.no%2Cc@d.no'],
  ['50%@fjord.no', 'mailto:50%25@fjord.no'],
  ['nobody', 'mailto:nobody'],
  ['\ud800@fjord.no', 'mailto:%EF%BF%BD@fjord.no'],
])
  test(`an e-mail to ${JSON.stringify(email)} goes to one receiver and adds nothing`, () => {
    assert.equal(mailTo(email), address);
  });
