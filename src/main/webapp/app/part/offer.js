/** A notice that offers a way back, and goes as soon as that way is closed. */
import { notice } from './notice.js';
import { watch } from '../state/replica.js';

/**
 * @param {string} text
 * @param {import('./notice.js').Options & { action: import('./notice.js').Action }} options
 * @param {() => Promise<boolean>} isOpen a query of the local store: whether the action still does what it says
 */
export function offer(text, options, isOpen) {
  const over = new AbortController();
  const run = () => (over.abort(), options.action.run());
  const remove = notice(text, { ...options, action: { ...options.action, run } });
  watch(isOpen, (open) => open || (over.abort(), remove()), over.signal);
}
