/** What the demo's statistics need of Chart.js: bars. It is MIT, well kept, and draws without styles of its own. */
export { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from 'chart.js';
