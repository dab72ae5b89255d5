/** Registers the service worker that keeps the application's own files, and says when a newer version lies ready. */
import { notice } from './notice.js';
import { say } from '../texts/texts.js';

export function keepShell() {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    if (data === 'shell-changed') {
      notice(say('shellReady'), {
        key: 'shell',
        seconds: Infinity,
        action: { label: say('reload'), run: () => location.reload() },
      });
    }
  });
  navigator.serviceWorker
    .register('service-worker.js')
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => active?.postMessage('check-shell'))
    .catch(() => notice(say('noShell'), { tone: 'bad' }));
}
