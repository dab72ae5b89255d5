/** The switch that stands in for a missing network. */
import { h } from './element.js';
import { say } from '../texts/texts.js';
import { onNetwork, workOffline, worksOffline } from '../state/network.js';

/** @returns {HTMLLabelElement} */
export function offlineSwitch() {
  const box = h('input', {
    type: 'checkbox',
    role: 'switch',
    checked: worksOffline(),
    on: { change: () => workOffline(box.checked) },
  });
  onNetwork(() => (box.checked = worksOffline()));
  return h('label', { class: 'switch' }, box, h('span', {}, say('workOffline')));
}
