import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnderPointer } from '../../../main/webapp/app/state/under-pointer.js';

/** A pointer that has come to rest on `save`. */
function resting() {
  const under = new UnderPointer();
  under.at(100, 100, 'save', 1000);
  return under;
}

test('what lay there when the pointer came takes a press at once', () => {
  assert.equal(new UnderPointer().place, null);
  assert.equal(new UnderPointer().isMeant(1, 1, 'save', 0), true, 'a first tap');
  assert.equal(resting().isMeant(100, 100, 'save', 1001), true);
});

test('what comes under a pointer that rests takes no press for a moment', () => {
  const under = resting();
  under.look('delete', 2000);
  assert.equal(under.isMeant(100, 100, 'delete', 2399), false);
  assert.equal(under.isMeant(103, 97, 'delete', 2399), false, 'a hand trembles');
  assert.equal(under.isMeant(100, 100, 'delete', 2400), true);
});

test('a change that nobody had time to look at counts from the press', () => {
  const under = resting();
  assert.equal(under.isMeant(100, 100, 'delete', 5000), false);
  assert.equal(under.isMeant(100, 100, 'delete', 5399), false);
  assert.equal(under.isMeant(100, 100, 'delete', 5400), true);
});

test('who moves to something means it, and where nothing can be pressed nothing is held back', () => {
  const under = resting();
  under.look('delete', 2000);
  assert.equal(under.isMeant(140, 100, 'edit', 2001), true);
  under.look(null, 2002);
  assert.equal(under.isMeant(140, 100, null, 2003), true);
});

test('what its maker has scrolled to takes a press at once, and what comes there afterwards does not', () => {
  const under = resting();
  under.scrolledTo('a row far below');
  assert.equal(under.isMeant(100, 100, 'a row far below', 1001), true);
  under.look('another', 2000);
  assert.equal(under.isMeant(100, 100, 'another', 2001), false);
});

test('what was pressed and comes back may be pressed again, but not what lies below what was pressed', () => {
  const under = resting();
  assert.equal(under.isMeant(100, 100, 'save', 1500), true);
  under.look('dialog', 2000);
  under.look('save', 2100);
  assert.equal(under.isMeant(100, 100, 'save', 2101), true, 'the dialog was closed by the keyboard');
  under.look('cancel', 3000);
  assert.equal(under.isMeant(100, 100, 'cancel', 3400), true);
  under.look('save', 3410);
  assert.equal(under.isMeant(100, 100, 'save', 3420), false, 'the second half of a double click');
});
