import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceName } from '../../../main/webapp/app/state/device.js';

for (const [label, name] of [
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36',
    'Chrome on Linux',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
  ['Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0', 'Firefox on Android'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
    'Safari on macOS',
  ],
  ['Mozilla/5.0', 'Mozilla/5.0'],
  ['Mozilla/5.0 (X11; Linux x86_64)', 'Linux'],
  ['Tablet of the warehouse', 'Tablet of the warehouse'],
  ['curl/8.5.0', 'curl/8.5.0'],
  ['', 'Unnamed'],
  [null, 'Unnamed'],
])
  test(`the device "${String(label).slice(0, 60)}" is called ${name}`, () =>
    assert.equal(deviceName(label), name));
