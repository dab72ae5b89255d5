import { id } from './paged.js';

/** Whatever Dexie can ask of a table, made from a list of ranges and a list of what can be done with each. */

export const SCHEMA = { companies: 'id, name, region, *tags, [region+name]', contacts: 'id, company' };

const RANGES = {
  all: (t) => t.toCollection(),
  'by name': (t) => t.orderBy('name'),
  'by tags': (t) => t.orderBy('tags'),
  'by region and name': (t) => t.orderBy('[region+name]'),
  'one region': (t) => t.where('region').equals('emea'),
  'some names': (t) => t.where('name').anyOf('Company 2', 'Company 5', 'edited', 'none'),
  'names between': (t) => t.where('name').between('Company 3', 'Company 7', true, false),
  'names that begin': (t) => t.where('name').startsWith('e'),
  'names in any case': (t) => t.where('name').startsWithIgnoreCase('COMPANY 1'),
  'other names': (t) => t.where('name').noneOf('Company 1', 'Company 3'),
  'ids from': (t) => t.where('id').above(id(4)),
  'some ids': (t) => t.where(':id').anyOf(id(1), id(3), id(99)),
  'one of both': (t) => t.where('[region+name]').equals(['emea', 'Company 4']),
  'the first of both': (t) => t.where('[region+name]').between(['emea', 'Company 2'], ['emea', 'd']),
  'one tag': (t) => t.where('tags').equals('red'),
  'some tags': (t) => t.where('tags').anyOf('red', 'blue').distinct(),
  either: (t) => t.where('name').equals('Company 6').or('tags').equals('blue'),
  filtered: (t) => t.filter(({ name }) => name.endsWith('2') || name === 'edited'),
};

const gathered = async (each) => {
  const found = [];
  await each((value, cursor) => found.push(cursor ? [value, cursor.key] : value));
  return found;
};

const ENDS = {
  toArray: (c) => c.toArray(),
  count: (c) => c.count(),
  first: (c) => c.first(),
  last: (c) => c.last(),
  keys: (c) => c.keys(),
  uniqueKeys: (c) => c.uniqueKeys(),
  primaryKeys: (c) => c.primaryKeys(),
  each: (c) => gathered((add) => c.each(add)),
  eachKey: (c) => gathered((add) => c.eachKey((key) => add(key))),
  limit: (c) => c.limit(3).toArray(),
  offset: (c) => c.offset(2).limit(3).toArray(),
  'backwards from an offset': (c) => c.reverse().offset(1).limit(3).toArray(),
  'ids from an offset': (c) => c.offset(3).primaryKeys(),
  until: (c) => c.until(({ name }) => name === 'Company 5' || name === 'edited', true).toArray(),
};

const OTHERS = {
  get: (t) => t.get(id(2)),
  'two fields': (t) => t.where({ region: 'emea', name: 'edited' }).count(),
  sortBy: (t) => t.where('region').equals('apac').sortBy('name'),
  'get by fields': (t) => t.get({ name: 'edited' }),
  'get of none': (t) => t.get(id(99)),
  bulkGet: (t) => t.bulkGet([id(2), id(99), id(1), id(2)]),
  'table toArray': (t) => t.toArray(),
  'table count': (t) => t.count(),
  'table limit': (t) => t.limit(4).toArray(),
  'table offset': (t) => t.offset(4).limit(2).toArray(),
  'two queries': async (t) => [
    await t.where('region').equals('emea').count(),
    await t.orderBy('name').first(),
  ],
};

/** @type {Record<string, (table: import('dexie').Table) => Promise<any>>} */
export const QUERIES = { ...OTHERS };
for (const [range, of] of Object.entries(RANGES))
  for (const [end, take] of Object.entries(ENDS)) QUERIES[`${range}: ${end}`] = (table) => take(of(table));
