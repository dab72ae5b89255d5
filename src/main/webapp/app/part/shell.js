/** Registers the service worker that keeps the application's own files, and says when a newer version lies ready. */
import { notice } from './notice.js';

export function keepShell() {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    if (data === 'shell-changed') {
      notice('A new version of Tidemark is ready.', {
        key: 'shell',
        seconds: Infinity,
        action: { label: 'Reload', run: () => location.reload() },
      });
    }
  });
  navigator.serviceWorker
    .register('service-worker.js')
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => active?.postMessage('check-shell'))
    .catch(() => notice('This browser will not open Tidemark without a network.', { tone: 'bad' }));
}
