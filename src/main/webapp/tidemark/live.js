/**
 * The server's event stream: the only user of EventSource. An event is a hint that a pull would bring something; the
 * truth comes by the pull.
 */

/**
 * Everybody hears of a change at once; not everybody should ask at once. Milliseconds, for a server that does not say
 * over how many the others are spread.
 */
const SPREAD = 400;

/**
 * @param {string} url
 * @param {() => void} hint
 * @returns {() => void} stops following
 */
export function follow(url, hint) {
  if (typeof EventSource === 'undefined') return () => {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const soon = (/** @type {Event} */ event) => {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        hint();
      },
      Math.random() * spreadOf(event),
    );
  };
  const source = new EventSource(`${url}/events`);
  source.addEventListener('changed', soon);
  // The stream may have been away while something changed; and a revoked replica learns it by asking.
  source.addEventListener('open', soon);
  source.addEventListener('revoked', soon);
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

/**
 * @param {Event} event
 * @returns {number} milliseconds: few for a scope that few follow, so that two who work together see each other type
 */
function spreadOf(event) {
  try {
    const { spread } = JSON.parse(/** @type {MessageEvent} */ (event).data);
    return Number.isFinite(spread) ? spread : SPREAD;
  } catch {
    return SPREAD;
  }
}
