/**
 * Bars beside a table. The library is loaded with the first of them: only stewards look at statistics. The table says
 * the same, so a chart is a picture for whoever cannot see it.
 */

/** @typedef {{ title: string, labels: string[], values: (number | null)[] }} Bars */

const library = new URL('../../vendor/chart.js', import.meta.url).href;

/** @type {Promise<typeof import('chart.js')> | null} */
let loaded = null;

/** @type {WeakMap<HTMLCanvasElement, { data: any, update: () => void }>} */
const drawn = new WeakMap();

/** @param {HTMLCanvasElement} canvas @param {Bars} bars */
export async function draw(canvas, { title, labels, values }) {
  loaded ??= import(library);
  const { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } = await loaded;
  Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);
  const style = getComputedStyle(canvas);
  const color = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const data = { labels, datasets: [{ label: title, data: values, backgroundColor: color('--tide') }] };
  const known = drawn.get(canvas);
  if (known) return (Object.assign(known, { data }), known.update());
  const axis = { ticks: { color: color('--soft') }, grid: { color: color('--line') }, beginAtZero: true };
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  drawn.set(
    canvas,
    new Chart(canvas, {
      type: 'bar',
      data,
      options: {
        animation: still ? false : undefined,
        maintainAspectRatio: false,
        scales: { x: axis, y: axis },
      },
    }),
  );
}
