import { misfit } from '../record/shape.js';
import { collectionInfo } from '../record/collection-info.js';
import { localCollections } from '../store/store.js';
import { UUID, own, without } from '../record/values.js';

/**
 * What the server sends is looked at before anything of it is stored: an answer may come from a broken server, or from
 * somebody else. The first place that is not as the protocol has it is told; members that the protocol does not know
 * are passed over. Pure.
 *
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').FieldInfo} FieldInfo
 * @typedef {import('../types.js').SyncAnswer} SyncAnswer
 * @typedef {(value: any, path: string) => string | null} Check null: as it should be
 */

/** The reason of a sync that ended by what the server sent. */
export const DEFECTIVE = 'defective-answer';

/** @type {(is: (value: any) => boolean, what: string) => Check} */
const must = (is, what) => (value, path) => (is(value) ? null : `${path} is not ${what}`);

const text = must((value) => typeof value === 'string', 'text');
const id = must((value) => typeof value === 'string' && UUID.test(value), 'a lower-case UUID');
const version = must((value) => Number.isSafeInteger(value) && value > 0, 'a version');
const flag = must((value) => typeof value === 'boolean', 'true or false');
const object = must(isObject, 'an object');
const list = must(Array.isArray, 'a list');

/** @param {any} value */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @type {(check: Check) => Check} */
const optional = (check) => (value, path) => (value === undefined ? null : check(value, path));

/** @type {(check: Check) => Check} */
const nullable = (check) => (value, path) => (value === null ? null : optional(check)(value, path));

/** @type {(check: Check) => Check} */
const listOf = (check) => (value, path) => {
  const wrong = list(value, path);
  if (wrong) return wrong;
  for (let i = 0; i < value.length; i++) {
    const found = check(value[i], `${path}/${i}`);
    if (found) return found;
  }
  return null;
};

/** @type {(members: Record<string, Check>) => Check} */
const record = (members) => {
  const checks = Object.entries(members);
  return (value, path) => {
    if (!isObject(value)) return object(value, path);
    for (const [name, check] of checks) {
      const found = check(own(value, name), `${path}/${name}`);
      if (found) return found;
    }
    return null;
  };
};

/** @type {(check: Check) => Check} */
const valuesOf = (check) => (value, path) => {
  if (!isObject(value)) return object(value, path);
  for (const name of Object.keys(value)) {
    const found = check(value[name], `${path}/${name}`);
    if (found) return found;
  }
  return null;
};

const side = record({
  version: nullable(version),
  fields: optional(object),
  deleted: optional(flag),
  modifiedAt: nullable(text),
  modifiedBy: nullable(text),
});

const PUSH = record({
  applied: optional(listOf(record({ collection: text, id, version, merged: optional(flag) }))),
  conflicts: optional(
    listOf(
      record({
        ...{ id, collection: text, record: id, kind: text, detectedAt: text },
        ...{ disputed: optional(listOf(text)), base: nullable(side), client: side, server: side },
      }),
    ),
  ),
  rejected: optional(
    listOf(
      record({
        ...{ collection: optional(text), id: optional(text), reason: text, detail: nullable(text) },
        violations: optional(listOf(record({ field: nullable(text), message: text }))),
      }),
    ),
  ),
});

/**
 * @param {Context} ctx
 * @param {any} push
 * @returns {string | null} the first place that is wrong, and how
 */
function defectOfPush(ctx, push) {
  const found = optional(PUSH)(push, '/push');
  if (found) return found;
  for (const [i, { collection, record, server }] of (push?.conflicts ?? []).entries()) {
    const wrong =
      server.fields &&
      wrongField(fieldsOf(ctx, collection), server.fields, `/push/conflicts/${i}/server`, record);
    if (wrong) return wrong;
  }
  return null;
}

/**
 * @param {Context} ctx
 * @param {any} pull
 * @returns {string | null} the first place that is wrong, and how. What is of other collections is not stored, and not
 *   looked at
 */
export function defectOfPull(ctx, pull) {
  const changes = record(
    Object.fromEntries(
      localCollections(ctx).map((name) => [
        name,
        optional(
          record({
            upserted: optional(listOf(upsertOf(fieldsOf(ctx, name)))),
            removed: optional(listOf(id)),
          }),
        ),
      ]),
    ),
  );
  return optional(
    record({
      ...{ cursor: text, more: flag },
      scopes: optional(
        listOf(
          record({ scope: text, reset: optional(flag), dropped: optional(flag), changes: optional(changes) }),
        ),
      ),
      settled: optional(listOf(record({ conflict: text }))),
      seen: optional(valuesOf(must((value) => Number.isSafeInteger(value) && value >= 0, 'a version'))),
    }),
  )(pull, '/pull');
}

/**
 * @param {FieldInfo[]} fields
 * @returns {Check}
 */
function upsertOf(fields) {
  const row = { id, version, modifiedAt: nullable(text), modifiedBy: nullable(text), fields: object };
  const check = record(row);
  return (value, path) => {
    const found = check(value, path) ?? wrongField(fields, value.fields, path, value.id);
    if (found) return found;
    const missing = fields.find(({ name, required }) => required && !Object.hasOwn(value.fields, name));
    return missing ? `${path}/fields/${missing.name} of ${value.id} is missing` : null;
  };
}

/**
 * @param {FieldInfo[]} fields
 * @param {Record<string, any>} held
 * @param {string} path
 * @param {string} id
 * @returns {string | null}
 */
function wrongField(fields, held, path, id) {
  for (const field of fields) {
    const fault = misfit(field, own(held, field.name));
    if (fault) return `${path}/fields/${field.name} of ${id} ${fault}`;
  }
  return null;
}

/**
 * @param {Context} ctx
 * @param {string} collection
 * @returns {FieldInfo[]}
 */
const fieldsOf = (ctx, collection) => collectionInfo(ctx, collection)?.fields ?? [];

/**
 * @param {Context} ctx
 * @param {SyncAnswer} answer
 * @returns {{answer: SyncAnswer | null, defect: string | null}} what of it may be taken: without a page that is wrong;
 *   null: nothing
 */
export function soundPart(ctx, answer) {
  const [push, pull] = [defectOfPush(ctx, answer.push), defectOfPull(ctx, answer.pull)];
  const found = push ?? pull;
  const defect = found && `${DEFECTIVE} at ${found}`;
  if (push) return { answer: null, defect };
  return { answer: pull ? without(answer, 'pull') : answer, defect };
}

/** What `own` does not find, no code should: assigning to it changes the object instead. */
const name = must((value) => typeof value === 'string' && value !== '__proto__', 'a name');

const DESCRIPTION = record({
  epoch: text,
  user: text,
  roles: optional(listOf(text)),
  limits: optional(object),
  writableScopes: nullable(listOf(text)),
  collections: listOf(
    record({
      name,
      gate: optional(text),
      merge: optional(text),
      scope: nullable(text),
      fields: listOf(
        record({
          ...{ name, type: text, required: optional(flag), readOnly: optional(flag), target: nullable(text) },
          rules: nullable(object),
        }),
      ),
    }),
  ),
});

/**
 * @param {any} info the answer of GET /api
 * @returns {string | null} the first place that is wrong, and how
 */
export const defectOfDescription = (info) => DESCRIPTION(info, '');
