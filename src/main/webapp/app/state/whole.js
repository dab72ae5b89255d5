/** What an edit does not name stays as the server has it: other programs than ours send what they changed, no more. */

/** @typedef {import('../conflict/difference.js').Side} Side */

/**
 * @template {{ base?: Side | null, client: Side, server: Side }} C
 * @param {C} conflict as the server has it
 * @returns {C} with every field on every side that is not deleted
 */
export function whole(conflict) {
  const { base, client, server } = conflict;
  const stays = Object.entries(server.fields ?? {}).filter(([name]) => !(name in (client.fields ?? {})));
  const untouched = Object.fromEntries(stays);
  const before = base?.fields && { ...untouched, ...base.fields };
  return {
    ...conflict,
    ...(before && { base: { ...base, fields: before } }),
    ...(client.fields && { client: { ...client, fields: { ...untouched, ...client.fields } } }),
  };
}
