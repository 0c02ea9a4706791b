// The four charts: rows for Vega from what the model counts, and what a click on a mark opens.

const STANCE_LABEL = (stance) => `${SYMBOLS[stance[2]]} ${stance[1]}`;
const tint = (number, most) => (number ? 0.14 + 0.5 * Math.sqrt(number / most) : 0);
const plural = (number, one, many) => `${number} ${number === 1 ? one : many}`;
const ROWS = 24;
const PAIRED = 14;

// The countries of a TopoJSON topology as GeoJSON features.
function featuresOf({arcs, transform: {scale, translate}, objects}) {
  const lines = arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
  });
  const ring = (numbers) => numbers.flatMap((number, place) => {
    const line = number < 0 ? [...lines[~number]].reverse() : lines[number];
    return place ? line.slice(1) : line;
  });
  const polygon = (rings) => rings.map(ring);
  return objects.countries.geometries.filter((shape) => shape.arcs).map(({id, type, arcs: parts}) => ({
    type: "Feature", id, properties: {},
    geometry: {type, coordinates: type === "Polygon" ? polygon(parts) : parts.map(polygon)},
  }));
}

async function createCharts(specifications, tooltip) {
  const views = {};
  for (const [name, specification] of Object.entries(specifications)) {
    const holder = document.getElementById(`chart-${name}`);
    const {View, parse, expressionInterpreter} = vegaParts;
    const view = new View(parse(specification, {}, {ast: true}),
      {expr: expressionInterpreter, renderer: "svg", hover: false, logLevel: 1});
    views[name] = view.tooltip((handler, event, item, value) => tooltip(event, value)).initialize(holder);
    await view.runAsync();
    holder.setAttribute("role", "img");
    holder.setAttribute("aria-label", `${holder.dataset.label}; the table below says the same`);
    holder.removeAttribute("aria-roledescription");
  }
  return views;
}

async function fillView(view, sets) {
  for (const [name, rows] of Object.entries(sets)) view.data(name, rows);
  await view.resize().runAsync();
}

function onMark(view, act) {
  view.addEventListener("click", (event, item) => {
    if (item && item.datum) act(item.datum);
  });
}

function mapRows(model, features, rows, choice) {
  const bySide = new Map(rows.map((row) => [row.code, row]));
  const tip = (name, row) => (row ? `${name}: ${row.leading}, ${plural(row.calls, "call", "calls")}, ${
    plural(row.sources, "source", "sources")}` : name);
  const names = new Map(model.data.places.map(([code, name]) => [code, name]));
  const world = features.map((feature) => {
    const row = bySide.get(feature.id);
    return {...feature, properties: {position: row ? row.leading : "none", code: feature.id ?? "",
      tip: names.has(feature.id) ? tip(names.get(feature.id), row) : ""}};
  });
  const places = [];
  for (const [code, name, longitude, latitude] of model.data.places) {
    const row = bySide.get(code);
    if (row) places.push({code, longitude, latitude, position: row.leading, chosen: code === choice.country,
      tip: tip(name, row)});
  }
  return {world, places};
}

// Small states without a figure keep a faint dot, so that the map leaves nobody out.
function smallStates(model, rows) {
  const known = new Set(rows.map((row) => row.code));
  return model.data.places.filter(([code, , , , small]) => small && !known.has(code))
    .map(([code, name, longitude, latitude]) => ({code, tip: name, longitude, latitude}));
}

function matrixCells(model, rows) {
  const shown = rows.slice(0, ROWS);
  const used = new Set(shown.flatMap((row) => [...row.byStance.keys()]));
  const stances = model.data.stances.map((stance, number) => [number, stance])
    .sort(([, a], [, b]) => POSITIONS.indexOf(a[2]) - POSITIONS.indexOf(b[2]))
    .filter(([number]) => used.has(number));
  const most = Math.max(1, ...shown.flatMap((row) => [...row.byStance.values()].map((cell) => cell.calls)));
  // The first line holds the symbol of each column's position.
  const symbols = stances.map(([, stance]) => ({row: " ", column: stance[1], position: stance[2], calls: 0, tint: 0,
    label: SYMBOLS[stance[2]], tip: stance[2]}));
  return symbols.concat(shown.flatMap((row) => stances.map(([number, stance]) => {
    const cell = row.byStance.get(number);
    const calls = cell ? cell.calls : 0;
    return {row: row.name, column: stance[1], position: stance[2], calls, label: calls ? String(calls) : "", side: row.side,
      stance: number, tint: tint(calls, most),
      tip: `${row.name}, ${stance[1]}: ${plural(calls, "call", "calls")}`};
  })));
}

function timelineBars(line) {
  const most = Math.max(1, ...line.rows.flatMap((row) => Object.values(row.byPosition).map((cell) => cell.calls)));
  const few = line.rows.length <= 31;
  return line.rows.flatMap((row) => POSITIONS.map((position, number) => {
    const calls = row.byPosition[position]?.calls ?? 0;
    const bottom = 2 - number;
    const [start, end] = [time(row.start), time(row.end)];
    return {start, end, middle: (start + end) / 2, bottom, top: bottom + (0.68 * calls) / most, position, calls,
      bin: row.start, label: few && calls ? String(calls) : "",
      tip: `${longDay(row.start)}${line.step === "day" ? "" : ` (${line.step})`}, ${position}: ${
        plural(calls, "call", "calls")}`};
  }));
}

function networkCells(model, pairs) {
  const totals = new Map();
  for (const pair of pairs) {
    for (const side of [pair.one, pair.other]) totals.set(side, (totals.get(side) ?? 0) + pair.calls.length);
  }
  const known = new Map(pairs.flatMap((pair) => [[`${pair.one} ${pair.other}`, pair], [`${pair.other} ${pair.one}`, pair]]));
  const mostCalled = [...totals].sort((a, b) => b[1] - a[1] || model.nameOf(a[0]).localeCompare(model.nameOf(b[0])))
    .slice(0, PAIRED).map(([side]) => side);
  // Of these, who spoke only with sides that are not among them would be an empty line: the table has them.
  const shown = mostCalled.filter((one) => mostCalled.some((other) => known.has(`${one} ${other}`)));
  const most = Math.max(1, ...pairs.map((pair) => pair.calls.length));
  const code = (side) => model.data.sides[side][0];
  return shown.flatMap((one) => shown.map((other) => {
    const pair = known.get(`${one} ${other}`);
    const calls = pair ? pair.calls.length : 0;
    return {row: model.nameOf(one), column: code(other), calls, label: calls ? String(calls) : "", one, other, tint: tint(calls, most),
      tip: one === other ? "" : `${model.nameOf(one)} and ${model.nameOf(other)}: ${plural(calls, "call", "calls")}`};
  }));
}
