/** Starts the browser that the stories are told in. */
import { chromium } from 'playwright-core';
import { binary } from './binary.js';

// Without these Chromium looks for hosts of its maker's, which a closed network refuses by the dozen.
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export const launch = () =>
  chromium.launch({
    ...binary(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quiet],
  });
