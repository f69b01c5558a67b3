// Draws every <figure data-chart="/api/series?…">: a time axis without a date library, limits as
// dashed lines, flagged samples as hollow red marks. The numbers stand in a table as well.
//   data-unit, data-title; data-seconds (how far back) or data-from and data-until (epoch)
//   data-limits='[{"value": "10", "label": "…"}]', data-mark="epoch" (a moment to point at)
//   data-follow (moves on while the page is live)
import { assets, text } from "./texts.js";

const offset = Number(document.documentElement.dataset.utcOffset) || 0;
let library;

export async function drawCharts() {
  await load();
  for (const figure of document.querySelectorAll("[data-chart]")) draw(figure);
}

/** Chart.js comes as a classic script: it puts itself on the window. */
function load() {
  library ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = `${assets}/vendor/chart/chart.min.js`;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
  return library;
}

async function draw(figure) {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", text("loading"));
  const state = document.createElement("p");
  state.className = "chart-state";
  state.textContent = text("loading");
  const note = document.createElement("p");
  note.className = "chart-note";
  note.hidden = true;
  figure.append(canvas, state, note);
  let chart = null;

  async function refresh() {
    const { from, until } = span(figure);
    let data;
    try {
      const source = `${figure.dataset.chart}&from=${from}&until=${until}`;
      const answer = await fetch(source, {
        headers: { Accept: "application/json", "X-Requested-With": "live" },
      });
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      data = await answer.json();
    } catch (error) {
      console.error(error);
      if (!chart) state.textContent = text("loadFailed");
      return;
    }
    const points = data.samples ?? data.rollups;
    state.textContent = points.length ? "" : text("noData");
    note.hidden = !data.isCut;
    if (data.isCut) note.textContent = text("cut", { n: points.length });
    canvas.setAttribute("aria-label", describe(figure, points));
    const model = build(figure, data, from, until);
    if (chart) {
      chart.data = model.data;
      Object.assign(chart.options.scales.x, { min: from, max: until });
      chart.options.scales.y.beginAtZero = model.options.scales.y.beginAtZero;
      chart.update("none");
    } else {
      chart = new window.Chart(canvas, model);
    }
  }

  await refresh();
  if (figure.hasAttribute("data-follow")) {
    let last = 0;
    document.addEventListener("live", (event) => {
      if (event.detail !== "air" || Date.now() - last < 2000) return;
      last = Date.now();
      refresh();
    });
  }
  // Colours come from the page's theme.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    chart?.destroy();
    chart = null;
    refresh();
  });
}

function span(figure) {
  if (figure.dataset.from) {
    return { from: Number(figure.dataset.from), until: Number(figure.dataset.until) };
  }
  const until = Math.floor(Date.now() / 1000) + 1;
  return { from: until - Number(figure.dataset.seconds || 3600), until };
}

function build(figure, data, from, until) {
  const colour = (name) => getComputedStyle(figure).getPropertyValue(name).trim();
  const ink = colour("--ink-2");
  const line = colour("--line-colour");
  const datasets = data.samples
    ? sampleSets(data, colour)
    : rollupSets(data, colour);
  for (const limit of JSON.parse(figure.dataset.limits || "[]")) {
    datasets.push({
      label: limit.label || text("limit"),
      data: [{ x: from, y: Number(limit.value) }, { x: until, y: Number(limit.value) }],
      borderColor: colour("--bad"),
      borderDash: [6, 4],
      borderWidth: 1.5,
      pointRadius: 0,
    });
  }
  return {
    type: "line",
    data: { datasets },
    plugins: [momentMark(Number(figure.dataset.mark), colour("--bad"))],
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      parsing: false,
      normalized: true,
      interaction: { mode: "nearest", axis: "x", intersect: false },
      scales: {
        x: {
          type: "linear",
          min: from,
          max: until,
          grid: { color: line },
          ticks: {
            color: ink,
            maxRotation: 0,
            autoSkip: false,
            callback: (value) => clock(value, until - from),
          },
          afterBuildTicks: (axis) => {
            axis.ticks = roundTicks(axis.min, axis.max, axis.width).map((value) => ({ value }));
          },
        },
        y: {
          grid: { color: line },
          ticks: { color: ink },
          title: { display: Boolean(figure.dataset.unit), text: figure.dataset.unit, color: ink },
          grace: "8%",
          beginAtZero: startsNearZero(datasets),
        },
      },
      plugins: {
        legend: {
          display: datasets.length > 1,
          labels: { color: ink, boxHeight: 2, boxWidth: 24 },
        },
        tooltip: {
          callbacks: {
            title: (items) => (items.length ? moment(items[0].parsed.x) : ""),
            label: (item) => `${item.dataset.label}: ${item.raw.said ?? item.formattedValue}`,
          },
        },
      },
    },
  };
}

/** Valid samples as a line that breaks where too much is missing; flagged ones as hollow marks. */
function sampleSets(data, colour) {
  const step = usualStep(data.samples);
  const line = [];
  let before = null;
  for (const sample of data.samples) {
    if (!sample.isValid) continue;
    if (before && step && sample.t - before.t > step * 3.5) line.push({ x: sample.t - 1, y: NaN });
    line.push({ x: sample.t, y: Number(sample.v), said: `${sample.v} ${data.unit}` });
    before = sample;
  }
  const flagged = data.samples
    .filter((sample) => !sample.isValid)
    .map((s) => ({ x: s.t, y: Number(s.v), said: `${s.v} ${data.unit} (${s.flag})` }));
  const sets = [
    {
      label: text("valid"),
      data: line,
      borderColor: colour("--series-1"),
      backgroundColor: colour("--series-1"),
      borderWidth: 2,
      pointRadius: line.length > 120 ? 0 : 2,
      stepped: data.statistic === "rs",
      tension: 0,
    },
  ];
  if (flagged.length) {
    sets.push({
      label: text("flagged"),
      data: flagged,
      showLine: false,
      pointStyle: "rectRot",
      pointRadius: 5,
      pointBorderWidth: 2,
      borderColor: colour("--bad"),
      backgroundColor: "transparent",
    });
  }
  return sets;
}

/** Means as a line, lowest to highest as a band. */
function rollupSets(data, colour) {
  const valued = data.rollups.filter((r) => r.mean !== null && r.mean !== undefined);
  const common = { pointRadius: 0, borderWidth: 0, borderColor: "transparent" };
  return [
    {
      label: text("value"),
      data: valued.map((r) => ({ x: r.t, y: Number(r.mean), said: `${r.mean} ${data.unit}` })),
      borderColor: colour("--series-1"),
      backgroundColor: colour("--series-1"),
      borderWidth: 2,
      pointRadius: 2,
    },
    { ...common, label: text("range"), fill: "+1", backgroundColor: `${colour("--series-1")}33`,
      data: valued.map((r) => ({ x: r.t, y: Number(r.max) })) },
    { ...common, label: "", data: valued.map((r) => ({ x: r.t, y: Number(r.min) })) },
  ].filter((set) => set.label || set.data.length);
}

/** Whether the axis had better begin at 0: nothing is negative, and the values come near it. */
function startsNearZero(datasets) {
  const values = datasets.flatMap((set) => set.data.map((point) => point.y)).filter(Number.isFinite);
  return Math.min(...values) >= 0 && Math.min(...values) < Math.max(...values) / 3;
}

function usualStep(samples) {
  const steps = [];
  for (let i = 1; i < samples.length; i++) steps.push(samples[i].t - samples[i - 1].t);
  steps.sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)] || 0;
}

/** A vertical line at a moment. */
function momentMark(at, colour) {
  return {
    id: "moment",
    afterDatasetsDraw(chart) {
      const { x, y } = chart.scales;
      if (!at || at < x.min || at > x.max) return;
      const pixel = x.getPixelForValue(at);
      const { ctx } = chart;
      ctx.save();
      ctx.strokeStyle = colour;
      ctx.lineWidth = 2;
      ctx.beginPath();
      ctx.moveTo(pixel, y.top);
      ctx.lineTo(pixel, y.bottom);
      ctx.stroke();
      ctx.restore();
    },
  };
}

const steps = [60, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800];

/** Ticks at round local times, as many as fit. */
function roundTicks(from, until, width) {
  const wanted = (until - from) / Math.max(2, Math.floor(width / 90));
  const step = steps.find((s) => s >= wanted) ?? steps.at(-1) * Math.ceil(wanted / steps.at(-1));
  const first = Math.ceil((from + offset) / step) * step - offset;
  const ticks = [];
  for (let at = first; at <= until; at += step) ticks.push(at);
  return ticks;
}

function parts(epoch) {
  return new Date((epoch + offset) * 1000).toISOString();
}

function clock(epoch, length) {
  const iso = parts(epoch);
  if (length > 8 * 86400) return iso.slice(5, 10);
  if (length > 2 * 86400) return `${iso.slice(5, 10)} ${iso.slice(11, 16)}`;
  return iso.slice(11, 16) === "00:00" ? iso.slice(5, 10) : iso.slice(11, 16);
}

function moment(epoch) {
  const iso = parts(epoch);
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

/** What somebody who cannot see the picture is told. */
function describe(figure, points) {
  const values = points.map((p) => Number(p.v ?? p.mean)).filter(Number.isFinite);
  const title = figure.dataset.title || "";
  if (!values.length) return `${title}: ${text("noData")}`;
  const unit = figure.dataset.unit || "";
  return `${title}: ${text("range")} ${Math.min(...values)}–${Math.max(...values)} ${unit}`;
}
