/** The browser that the stories are told in. TIDEMARK_CHROMIUM names another than the system's. */
import { chromium } from 'playwright-core';

// Without these Chromium looks for hosts of its maker's, which a closed network refuses by the dozen.
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export const launch = () =>
  chromium.launch({
    executablePath: process.env.TIDEMARK_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quiet],
  });
