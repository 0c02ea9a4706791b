// Drawing with plain elements: tables that sort and can be downloaded, and the sentences behind a figure.
// Whatever others wrote is set as text, never as HTML, and only http and https become links.

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") node.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

const quoted = (words, code) => element("bdi", {lang: code || null, dir: "auto"}, words);

// What is quoted, between the marks of its language, and under it what a machine made of it. A block takes its direction
// from its own text, which a bdi inside would hide from it.
const between = (words, told) => quoted(told.opening + words + told.closing, told.code);

function quotation(words, told) {
  return [element("blockquote", {class: "words", lang: told.code || null, dir: "auto"}, told.opening + words + told.closing),
    translated(told)];
}

function translated({translation}) {
  if (!translation) return null;
  const [words, code, by] = translation;
  return element("p", {class: "translation"}, element("span", {class: "machine"}, "Machine translation, ", quoted(by)),
    " ", quoted(words, code));
}
const inTongue = (told) => told.name && `in ${told.name}`;

function link(address, label) {
  if (!/^https?:\/\//i.test(address)) return address ? element("bdi", {class: "address"}, address) : null;
  return element("a", {href: address, rel: "noopener noreferrer external", target: "_blank"}, label);
}

const local = (address, label) => (address ? element("a", {href: address}, label) : null);

function joined(parts) {
  const kept = parts.filter((part) => part);
  return kept.flatMap((part, number) => (number ? [" · ", part] : [part]));
}

const longDay = (day) => new Intl.DateTimeFormat("en-GB", {day: "numeric", month: "long", year: "numeric",
  timeZone: "UTC"}).format(new Date(`${day}T00:00:00Z`));

function positionMark(position, label) {
  return element("span", {class: `mark ${position}`}, element("span", {class: "symbol", "aria-hidden": "true"},
    SYMBOLS[position]), ` ${label}`);
}

// What one reader alone says carries a mark; its legend stands in the page where there may be any.
let readerMarks = {};
function readerMark(alone) {
  if (!alone) return null;
  const [mark, meaning] = readerMarks[alone];
  return element("abbr", {class: "reader", title: meaning}, mark);
}
const marked = (alone) => (alone ? [" ", readerMark(alone)] : []);

// A table of {key, label, number?}; a cell is a value, or {value, text?, open?} where `open` shows its sentences.
function sortableTable(name, columns, rows, {limit = 200} = {}) {
  let order = null;
  let shown = limit;
  const body = element("tbody");
  const plain = (cell) => (cell !== null && typeof cell === "object" ? cell.value : cell);
  const heads = columns.map((column) => {
    const button = element("button", {type: "button", onclick: () => sort(column)}, column.label,
      element("span", {class: "arrow", "aria-hidden": "true"}));
    return element("th", {scope: "col", class: column.number ? "number" : null}, button);
  });
  const more = element("button", {type: "button", class: "more", onclick: () => { shown += limit; fill(); }});

  function sorted() {
    if (!order) return rows;
    const {column, down} = order;
    const sign = down ? -1 : 1;
    return [...rows].sort((a, b) => {
      const [x, y] = [plain(a[column.key]), plain(b[column.key])];
      return sign * (column.number ? x - y : String(x).localeCompare(String(y)));
    });
  }

  function sort(column) {
    const again = order && order.column === column;
    order = {column, down: again ? !order.down : Boolean(column.number)};
    columns.forEach((other, number) => {
      if (other === column) heads[number].setAttribute("aria-sort", order.down ? "descending" : "ascending");
      else heads[number].removeAttribute("aria-sort");
    });
    fill();
  }

  function cellOf(row, column, number) {
    const cell = row[column.key];
    const value = plain(cell);
    const attributes = {class: column.number ? "number" : null};
    let content = value === 0 && column.number ? "–" : (cell && cell.node) || quoted(String(cell?.text ?? value));
    if (cell && cell.open && value !== 0) {
      content = element("button", {type: "button", class: "figure", onclick: cell.open,
        "aria-label": `${value}: show the sentences, ${column.label}`}, String(cell.text ?? value));
    }
    return number === 0 ? element("th", {scope: "row"}, content) : element("td", attributes, content);
  }

  function fill() {
    const list = sorted();
    body.replaceChildren(...list.slice(0, shown).map((row) => element("tr", {}, ...columns.map((column, number) =>
      cellOf(row, column, number)))));
    more.hidden = list.length <= shown;
    more.textContent = `Show more (${list.length - shown} left)`;
  }

  fill();
  const download = element("button", {type: "button", class: "download",
    onclick: () => saveCsv(name, columns, sorted().map((row) => columns.map((column) => plain(row[column.key]))))},
    "Download CSV");
  return element("div", {class: "table"},
    element("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": name},
      element("table", {}, element("thead", {}, element("tr", {}, ...heads)), body)), more, download);
}

// A value that a spreadsheet would take for a formula is given as text.
function csvCell(value) {
  let cell = value === null || value === undefined ? "" : String(value);
  if (typeof value !== "number" && /^[=+\-@\t\r]/.test(cell)) cell = `'${cell}`;
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function saveCsv(name, columns, rows) {
  const lines = [columns.map((column) => column.label), ...rows].map((row) => row.map(csvCell).join(","));
  const address = URL.createObjectURL(new Blob([`\ufeff${lines.join("\r\n")}\r\n`], {type: "text/csv"}));
  const anchor = element("a", {href: address, download: `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.csv`});
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

// What was said on the same matter, though not in the call.
const BESIDE = "said beside the call";
// A call whose day nobody tells stands under the day that it was told on.
const callDay = (day, isDated, of = "") => (isDated ? `${of}${longDay(day)}` : `told on ${longDay(day)}`);

function sentenceItem(said) {
  const who = said.speaker ? [quoted(said.speaker, said.told.code), ` (${said.side})`] : [said.side];
  const notes = [said.isBeside && BESIDE, said.isCopy && "wire copy", said.isCorrected && "looked at by an analyst"].filter(Boolean);
  return element("li", {class: "sentence"},
    ...(said.words === null
      ? [element("p", {class: "words"}, local(said.archived, "Read the sentence on its page of evidence"))]
      : quotation(said.words, said.told)),
    element("p", {class: "meta"}, ...who, " · ", positionMark(said.position, said.label), ...marked(said.alone), " · ",
      ...joined([quoted(said.publisher), inTongue(said.told), said.published && longDay(said.published), ...notes,
        link(said.url || said.address, "original"), local(said.archived, "archived copy")])));
}

function callHead(call) {
  const how = [call.medium !== "unspecified" && call.medium, call.rang && `${call.rang} rang`].filter(Boolean);
  return element("div", {class: "call"},
    element("h3", {}, quoted(call.sides.join(" – ")), element("span", {class: "when"},
      ` ${[callDay(call.day, call.isDated), ...how].join(", ")}`), ...marked(call.alone)),
    call.words ? element("p", {class: "meta"}, ...joined([between(call.words, call.told), quoted(call.publisher),
      inTongue(call.told), longDay(call.published), link(call.url || call.address, "original"), local(call.archived, "archived copy")])) : null,
    call.words ? translated(call.told) : null);
}

// One sentence for each side and stance, that of the first original report; what the others say is a click away.
function stanceItems(model, reactions) {
  const groups = new Map();
  for (const said of reactions.map((r) => model.sentence(r))) {
    const key = `${said.side} ${said.stance}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(said);
  }
  return [...groups.values()].map(([first, ...others]) => {
    const item = sentenceItem(first);
    if (others.length) {
      const list = element("ul");
      const details = element("details", {}, element("summary", {},
        `${others.length} more ${others.length === 1 ? "sentence says" : "sentences say"} so`), list);
      details.addEventListener("toggle", () => list.childElementCount || list.append(...others.map(sentenceItem)));
      item.append(details);
    }
    return item;
  });
}

// Sentences by call; `calls` are headed too that nobody's position is told of.
function sentenceList(model, {reactions = [], calls = []}, limit = 20) {
  const groups = new Map(calls.map((c) => [c, []]));
  for (const r of reactions) {
    const c = model.callOf(r);
    if (!groups.has(c)) groups.set(c, []);
    groups.get(c).push(r);
  }
  const entries = [...groups].sort(([a], [b]) => a - b);
  const list = element("div", {class: "sentences"});
  let shown = 0;
  const more = element("button", {type: "button", class: "more", onclick: () => add(limit)});
  function add(count) {
    for (const [c, some] of entries.slice(shown, shown + count)) {
      list.append(element("section", {}, callHead(model.call(c)), some.length
        ? element("ul", {}, ...stanceItems(model, some))
        : element("p", {class: "quiet"}, "No position is told of this call.")));
    }
    shown += count;
    more.hidden = shown >= entries.length;
    more.textContent = `Show more calls (${Math.max(0, entries.length - shown)} left)`;
  }
  add(limit);
  return element("div", {}, list, more);
}

function shiftItem(row) {
  return element("li", {class: "sentence"},
    element("p", {}, element("strong", {}, row.side_name), ` in calls with ${row.counterpart_name}: `,
      positionMark(row.from, row.from), ` on ${longDay(row.from_date)}, now `, positionMark(row.to, row.to),
      ` on ${longDay(row.to_date)}`, ...marked(row.alone)),
    ...quotation(row.words, row.told),
    element("p", {class: "meta"}, ...joined([row.is_beside && BESIDE, quoted(row.publisher), inTongue(row.told), link(row.url, "original"),
      local(`evidence/${row.edition}.html#r-${row.id}`, "archived copy")])));
}

function differenceItem(row) {
  const account = (teller, words, told, note, url, archived) => element("div", {class: "account"},
    element("h4", {}, `${teller}’s account`), ...quotation(words, told),
    element("p", {class: "meta"}, ...joined([note, inTongue(told), link(url, "original"), local(archived, "archived copy")])));
  return element("article", {class: "difference"},
    element("h3", {}, `${row.side_name}: `, positionMark(row.position, row.stance.replaceAll("_", " ")),
      element("span", {class: "when"}, ` call ${callDay(row.date, row.is_dated, "of ")}`), ...marked(row.alone)),
    element("div", {class: "accounts"},
      account(row.told_by, row.words, row.told, "tells it", row.url, `evidence/${row.edition}.html#r-${row.id}`),
      account(row.untold_by, row.other_words, row.other_told,
        row.is_position_told ? "tells the position in other words" : "does not tell it",
        row.other_url, `evidence/${row.other_edition}.html#a-${row.other_id}`)));
}

function showDialog(title, content) {
  const dialog = document.getElementById("sentences");
  dialog.querySelector("h2").textContent = title;
  const legend = document.querySelector("#h-latest ~ .readers");
  dialog.querySelector(".body").replaceChildren(...(legend ? [legend.cloneNode(true)] : []), content);
  dialog.showModal();
  dialog.querySelector(".body").scrollTop = 0;
}
