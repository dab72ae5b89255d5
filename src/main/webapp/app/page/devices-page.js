/** The devices that hold data: when each was here last, how far it is behind, what it leaves open. */
import { isLoading } from '../part/loading.js';
import { html, render } from 'lit';
import { deskHead } from '../part/desk-head.js';
import { table } from '../part/desk-table.js';
import { ask } from '../part/dialog.js';
import { drawn } from '../part/draw.js';
import { notice } from '../part/notice.js';
import { get, send } from '../state/desk.js';
import { deviceName } from '../state/device.js';
import { say } from '../texts/texts.js';
import { time } from '../part/time.js';

/** @typedef {{ id: string, user: string, label: string, lastSync: string | null, openConflicts: number, behind: number, revoked: boolean }} Device */

const page = 100;

/** @type {import('../main.js').Page} */
export function devicesPage({ signal }) {
  const root = drawn(html`<article class="desk"></article>`);
  /** @type {Device[]} */
  let devices = [];
  let more = false;
  let trouble = '';
  let isLoaded = false;
  let asked = 0;
  const load = async (/** @type {boolean} */ further) => {
    const number = ++asked;
    const after = further ? devices.at(-1)?.id : undefined;
    const found = await get('api/replicas', { limit: String(page), after });
    if (signal.aborted || number !== asked) return; // a second press has asked for the same
    isLoaded = true;
    trouble = found.trouble ?? '';
    if (!trouble) {
      devices = further ? [...devices, ...found.replicas] : found.replicas;
      ({ more } = found);
    }
    draw();
  };
  const name = async (/** @type {Device} */ device) => {
    /** @type {HTMLInputElement} */
    const input = drawn(
      html`<input aria-label=${say('desk_deviceName')} maxlength="200" .value=${deviceName(device.label)} />`,
    );
    const answer = await ask(say('desk_deviceName'), input, [{ label: say('desk_saveNote'), value: 'yes' }]);
    if (answer !== 'yes') return;
    const done = await send(`api/replicas/${device.id}/label`, 'PUT', { label: input.value });
    if ('trouble' in done) notice(done.trouble, { tone: 'bad', key: 'device' });
    else device.label = input.value.trim();
    draw();
  };
  const revoke = async (/** @type {Device} */ device) => {
    const answer = await ask(say('desk_revokeTitle', { name: device.user }), say('desk_revokeText'), [
      { label: say('desk_revoke'), value: 'yes', danger: true },
    ]);
    if (answer !== 'yes') return;
    const done = await send(`api/replicas/${device.id}`, 'DELETE');
    if ('trouble' in done) notice(done.trouble, { tone: 'bad', key: 'device' });
    else device.revoked = true;
    draw();
  };
  const draw = () =>
    render(
      html`${deskHead('devices')} ${trouble ? html`<p class="refusal" role="alert">${trouble}</p>` : ''}
      ${isLoaded ? rows(devices, name, revoke) : html`<p role="status">${isLoading()}</p>`}
      ${more ? html`<button type="button" @click=${() => load(true)}>${say('desk_more')}</button>` : ''}`,
      root,
    );
  draw();
  void load(false);
  return root;
}

/** @param {Device} device */
const labelOf = ({ label, user }) => `${deviceName(label)}, ${user}`;

/**
 * @param {Device[]} devices
 * @param {(device: Device) => void} name
 * @param {(device: Device) => void} revoke
 */
const rows = (devices, name, revoke) =>
  table(
    say('desk_page_devices'),
    [
      { label: say('desk_device'), width: 'wide' },
      { label: say('desk_user'), width: 'small' },
      { label: say('desk_lastSync') },
      { label: say('desk_behind'), width: 'small', number: true },
      { label: say('desk_openHere'), width: 'small', number: true },
      { label: say('desk_do'), width: 'wide' },
    ],
    devices.map((device) => ({
      cells: [
        html`<bdi>${deviceName(device.label)}</bdi>`,
        html`<bdi>${device.user}</bdi>`,
        device.lastSync ? time(device.lastSync) : say('desk_never'),
        device.behind,
        device.openConflicts,
        device.revoked
          ? html`<span class="tag">${say('desk_isRevoked')}</span>`
          : html`<div class="actions">
              <button
                type="button"
                aria-label=${say('desk_renameOf', { name: labelOf(device) })}
                @click=${() => name(device)}
              >
                ${say('desk_rename')}
              </button>
              <button
                type="button"
                class="danger"
                aria-label=${say('desk_revokeOf', { name: labelOf(device) })}
                @click=${() => revoke(device)}
              >
                ${say('desk_revoke')}
              </button>
            </div>`,
      ],
    })),
  );
