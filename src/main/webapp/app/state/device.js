/** What a device is called: the name that somebody gave it, or its browser and system, as people know them. Pure. */
import { say } from '../texts/texts.js';

/** The first that fits: most browsers name others too. @type {[RegExp, string][]} */
const BROWSERS = [
  [/\bEdg(?:A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:HeadlessChrome|Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
];

/** @type {[RegExp, string][]} */
const SYSTEMS = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** @param {[RegExp, string][]} known @param {string} label */
const first = (known, label) => known.find(([sign]) => sign.test(label))?.[1];

/** @param {string | null | undefined} label as the server has it: at first what the browser says of itself */
export function deviceName(label) {
  if (!label) return say('unnamed');
  if (!label.startsWith('Mozilla/')) return label;
  const [browser, system] = [first(BROWSERS, label), first(SYSTEMS, label)];
  return browser && system ? say('desk_browserOn', { browser, system }) : (browser ?? system ?? label);
}
