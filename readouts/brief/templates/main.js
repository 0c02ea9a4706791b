// The page: reads the choice from the address, fills everything from it, and writes it back.

async function start() {
  const data = JSON.parse(await unpack("data"));
  const model = createModel(data);
  readerMarks = data.readers;
  const form = document.getElementById("choice");
  const {country, stance, from, to} = form.elements;
  const span = (days) => ({from: max(addDays(model.edge.last, 1 - days), model.edge.first), to: model.edge.last});
  const usual = {country: "", stance: "", ...span(30)};
  let choice = {...usual};

  fillOptions(country, [...data.sides].filter(([code]) => code !== "joint").sort((a, b) => a[1].localeCompare(b[1])));
  fillOptions(stance, data.stances.map((row) => [row[0], STANCE_LABEL(row)]));
  for (const field of [from, to]) {
    field.min = model.edge.first;
    field.max = model.edge.last;
  }

  const tooltip = document.getElementById("tooltip");
  await runPacked("vega");
  const views = await createCharts(data.charts, (event, value) => {
    tooltip.hidden = !value;
    tooltip.textContent = value ?? "";
    tooltip.style.left = `${Math.min(event.clientX + 12, innerWidth - tooltip.offsetWidth - 8)}px`;
    tooltip.style.top = `${event.clientY + 16}px`;
  });
  const features = featuresOf(data.world);
  let current = null;

  const open = (title, figures) => showDialog(title, sentenceList(model, figures));
  const openReactions = (title, reactions) => open(title, {reactions});
  onMark(views.map, (mark) => openSide(mark.properties ? mark.properties.code : mark.code));
  onMark(views.matrix, (mark) => mark.calls && openReactions(`${mark.row}: ${data.stances[mark.stance][1]}`,
    current.sides.find((row) => row.side === mark.side).byStance.get(mark.stance).reactions));
  onMark(views.timeline, (mark) => mark.calls && openReactions(`${longDay(mark.bin)}: ${mark.position}`,
    current.line.rows.find((row) => row.start === mark.bin).byPosition[mark.position].reactions));
  onMark(views.network, (mark) => mark.calls && openPair(mark.one, mark.other));

  function openSide(code) {
    const row = current.sides.find((side) => side.code === code);
    if (!row) return;
    const choose = element("button", {type: "button", class: "more", onclick: () => {
      document.getElementById("sentences").close();
      apply({...choice, country: code});
    }}, `Show only calls with ${row.name}`);
    showDialog(row.name, element("div", {}, choice.country === code ? null : choose,
      sentenceList(model, {reactions: row.reactions})));
  }

  function openPair(one, other) {
    const pair = current.pairs.find((row) => [row.one, row.other].includes(one) && [row.one, row.other].includes(other));
    const chosen = new Set(pair.calls);
    open(`${model.nameOf(pair.one)} and ${model.nameOf(pair.other)}`, {calls: pair.calls,
      reactions: current.found.reactions.filter((r) => chosen.has(model.callOf(r)))});
  }

  function drawDay() {
    const figures = model.day(choice);
    const whole = !choice.country && !choice.stance;
    const told = whole ? Number(document.querySelector("#day [data-figure=calls]").dataset.whole) : figures.calls.number;
    document.getElementById("day").hidden = !told;
    document.getElementById("day-none").hidden = Boolean(told);
    for (const button of document.querySelectorAll("#day [data-figure]")) {
      const figure = figures[button.dataset.figure];
      // Without a choice the figures are the warehouse's own, whatever the page carries.
      const number = whole ? Number(button.dataset.whole) : figure.number;
      const noun = button.nextElementSibling;
      button.textContent = number ? String(number) : button.dataset.none;
      noun.textContent = number === 1 ? noun.dataset.one : noun.dataset.many;
      button.disabled = !number;
      button.onclick = () => (figure.shifts
        ? showDialog("Positions that moved", element("ul", {}, ...figure.shifts.map(shiftItem)))
        : open(`${number} ${noun.textContent}`, figure));
    }
    document.getElementById("movers").hidden = !whole;
    document.getElementById("day-scope").textContent = whole ? "" : `Of ${scope(choice)}:`;
  }

  function scope(of) {
    const name = of.country && model.nameOf(model.sideNumbers.get(of.country));
    const label = of.stance && data.stances.find(([code]) => code === of.stance)[1];
    return [name && `calls with ${name}`, label && `the stance ${label}`].filter(Boolean).join(" and ");
  }

  function drawSummary(found, sides) {
    const whole = model.tally(found.reactions);
    document.getElementById("summary").replaceChildren(
      `${longDay(choice.from)} to ${longDay(choice.to)}${scope(choice) && `, ${scope(choice)}`}: `,
      element("button", {type: "button", class: "figure", disabled: !found.calls.length,
        onclick: () => open(plural(found.calls.length, "call", "calls"), found)}, String(found.calls.length)),
      ` ${found.calls.length === 1 ? "call" : "calls"}, `,
      element("button", {type: "button", class: "figure", disabled: !found.reactions.length,
        onclick: () => openReactions("On record", found.reactions)}, String(sides.filter((s) => s.code !== "joint").length)),
      ` on record, in the words of ${plural(whole.sources, "source", "sources")} in all editions.`);
    for (const node of document.querySelectorAll(".nothing")) node.hidden = found.calls.length > 0;
    for (const node of document.querySelectorAll(".something")) node.hidden = found.calls.length === 0;
  }

  function drawTables({sides, pairs, line}) {
    const figure = (title, group) => ({value: group.calls, open: () => openReactions(title, group.reactions)});
    late("table-sides", () => sortableTable("Positions by country", [
      {key: "name", label: "Country"}, {key: "leading", label: "Leading"},
      ...POSITIONS.map((position) => ({key: position, label: `${SYMBOLS[position]} ${position}`, number: true})),
      {key: "calls", label: "Calls", number: true}, {key: "sources", label: "Sources", number: true},
      {key: "first", label: "First"}, {key: "last", label: "Last"},
    ], sides.map((row) => ({...row, leading: {value: row.leading, node: positionMark(row.leading, row.leading)},
      calls: figure(row.name, row),
      ...Object.fromEntries(POSITIONS.map((p) => [p, figure(`${row.name}: ${p}`, row.byPosition[p])]))}))));
    late("table-matrix", () => sortableTable("Countries by stance", [{key: "name", label: "Country"},
      ...data.stances.map((stance, number) => ({key: `s${number}`, label: STANCE_LABEL(stance), number: true}))],
    sides.map((row) => ({name: row.name, ...Object.fromEntries(data.stances.map((stance, number) =>
      [`s${number}`, figure(`${row.name}: ${stance[1]}`, row.byStance.get(number) ?? {calls: 0})]))}))));
    late("table-timeline", () => sortableTable("Calls over time", [{key: "start", label: `First day of the ${line.step}`},
      ...POSITIONS.map((position) => ({key: position, label: `${SYMBOLS[position]} ${position}`, number: true}))],
    line.rows.map((row) => ({start: row.start, ...Object.fromEntries(POSITIONS.map((p) =>
      [p, figure(`${longDay(row.start)}: ${p}`, row.byPosition[p] ?? {calls: 0})]))}))));
    late("table-network", () => sortableTable("Who spoke with whom", [{key: "one", label: "Side"},
      {key: "other", label: "With"}, {key: "calls", label: "Calls", number: true},
      {key: "rung", label: "The first rang", number: true}, {key: "received", label: "The second rang", number: true},
      {key: "unknown", label: "Not told", number: true}, {key: "last", label: "Last"}],
    pairs.map((pair) => ({...pair, one: model.nameOf(pair.one), other: model.nameOf(pair.other),
      calls: {value: pair.calls.length, open: () => openPair(pair.one, pair.other)}}))));
  }

  function drawShifts() {
    const rows = model.shifts(choice);
    const holder = document.getElementById("shifts");
    if (!rows.length) {
      holder.replaceChildren(element("p", {class: "quiet"}, "No position moved in these days."));
      return;
    }
    holder.replaceChildren(sortableTable("Position shifts", [{key: "to_date", label: "Day"}, {key: "side", label: "Who"},
      {key: "counterpart", label: "In calls with"}, {key: "from", label: "From"}, {key: "from_date", label: "On"},
      {key: "to", label: "To"}, {key: "publisher", label: "Told by"}, {key: "words", label: "In whose words"}],
    rows.map((row) => ({...row, side: {value: row.side_name}, counterpart: {value: row.counterpart_name},
      from: {value: row.from, node: positionMark(row.from, row.from)},
      to: {value: row.to, node: positionMark(row.to, row.to)},
      words: {value: row.words, text: "the sentence", open: () => showDialog("Position shift",
        element("ul", {}, shiftItem(row)))}})), {limit: 25}));
  }

  function drawDifferences() {
    const rows = model.differences(choice);
    document.getElementById("differences").replaceChildren(...(rows.length
      ? rows.slice(0, 12).map(differenceItem)
      : [element("p", {class: "quiet"}, "No two sides’ own accounts of one call differ in these days.")]));
  }

  // The map keeps the shape of the world, whatever the width.
  function fitMap() {
    const width = document.getElementById("chart-map").clientWidth;
    if (width) views.map.height(Math.round(width * 0.46));
  }

  async function draw() {
    const found = model.select(choice);
    const sides = model.sidesOf(found);
    current = {found, sides, pairs: model.pairsOf(found), line: model.timeline(found, choice)};
    drawDay();
    drawSummary(found, sides);
    drawTables(current);
    drawShifts();
    drawDifferences();
    document.getElementById("latest").replaceChildren(sentenceList(model, found, 5));
    fitMap();
    await Promise.all([
      fillView(views.map, {...mapRows(model, features, sides, choice), dots: smallStates(model, sides)}),
      fillView(views.matrix, {cells: matrixCells(model, sides)}),
      fillView(views.timeline, {bars: timelineBars(current.line)}),
      fillView(views.network, {cells: networkCells(model, current.pairs)}),
    ]);
    // The tables say to all what the pictures say to the eye.
    for (const svg of document.querySelectorAll("figure svg")) svg.setAttribute("aria-hidden", "true");
    document.body.dataset.drawn = String(Number(document.body.dataset.drawn ?? 0) + 1);
  }

  function apply(next, {write = true} = {}) {
    choice = {...usual, ...next};
    if (choice.from > choice.to) [choice.from, choice.to] = [choice.to, choice.from];
    country.value = choice.country;
    stance.value = choice.stance;
    from.value = choice.from;
    to.value = choice.to;
    if (write) {
      const kept = Object.entries(choice).filter(([key, value]) => value && value !== usual[key]);
      history.replaceState(null, "", kept.length ? `#${new URLSearchParams(kept)}` : location.pathname + location.search);
    }
    return draw();
  }

  // Only what the page knows is taken from the address.
  function chosen() {
    const asked = new URLSearchParams(location.hash.slice(1));
    const next = {};
    if (model.sideNumbers.has(asked.get("country"))) next.country = asked.get("country");
    if (data.stances.some(([code]) => code === asked.get("stance"))) next.stance = asked.get("stance");
    for (const key of ["from", "to"]) {
      const day = asked.get(key) ?? "";
      if (/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(time(day))) next[key] = clamp(day);
    }
    return next;
  }

  const clamp = (day) => max(model.edge.first, day < model.edge.last ? day : model.edge.last);
  form.addEventListener("change", () => apply({country: country.value, stance: stance.value,
    from: clamp(from.value || usual.from), to: clamp(to.value || usual.to)}));
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const button of form.querySelectorAll("[data-days]")) {
    button.addEventListener("click", () => apply({...choice, ...span(Number(button.dataset.days))}));
  }
  form.querySelector("[data-reset]").addEventListener("click", () => apply({}));
  document.querySelector("#sentences .close").addEventListener("click", () => document.getElementById("sentences").close());
  window.addEventListener("resize", () => {
    fitMap();
    views.map.runAsync();
  });
  window.addEventListener("hashchange", () => apply(chosen(), {write: false}));
  await apply(chosen(), {write: false});
  performance.mark("drawn");
  document.documentElement.classList.add("ready");
}

const max = (a, b) => (a > b ? a : b);

function fillOptions(select, options) {
  select.append(...options.map(([value, label]) => element("option", {value}, label)));
}

// A table that is shown on demand is made on demand.
const waiting = new Map();
function late(id, make) {
  const details = document.getElementById(id);
  const holder = details.querySelector(".holder");
  const fill = () => holder.replaceChildren(make());
  if (!waiting.has(id)) details.addEventListener("toggle", () => details.open && waiting.get(id)());
  waiting.set(id, fill);
  if (details.open) fill();
}

start().catch((error) => {
  document.getElementById("failure").hidden = false;
  throw error;
});
