/** What a side of a conflict does not name is as it was: other programs than ours send what they changed, no more. */

/** @typedef {import('../conflict/difference.js').Side} Side */

/**
 * @template {{ base?: Side | null, client: Side, server: Side }} C
 * @param {C} conflict as the server has it
 * @returns {C} with every field on every side that is not deleted
 */
export function whole(conflict) {
  const { base, client, server } = conflict;
  const untouched = Object.fromEntries(
    Object.entries(server.fields ?? {}).filter(([name]) => !(name in (client.fields ?? {}))),
  );
  const before = base?.fields && { ...untouched, ...base.fields };
  return {
    ...conflict,
    ...(before && { base: { ...base, fields: before } }),
    ...(client.fields && { client: { ...client, fields: { ...untouched, ...before, ...client.fields } } }),
  };
}
