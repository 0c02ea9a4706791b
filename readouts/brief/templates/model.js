// The data of the brief, and what the reader's choice makes of it. No drawing here.
//
// A choice is {country, stance, from, to}; country and stance are codes or "". All figures count calls, each once
// however often it is reported, and sources, where a copy is none: as the marts of the warehouse count.

const POSITIONS = ["supportive", "de-escalatory", "critical"];
const SYMBOLS = {supportive: "●", "de-escalatory": "■", critical: "◆"};
// Of equally well told positions the first leads, as in marts.positions.
const PRECEDENCE = ["critical", "supportive", "de-escalatory"];
const ID_LENGTH = 10;
// Who alone says something, by the letter that stands for it in the data.
const READERS = {m: "model", r: "rules"};
const UNKNOWN = "side not known";

function createModel(data) {
  const {calls, reactions} = data;
  const count = reactions.call.length;
  const sideNumbers = new Map(data.sides.map(([code], number) => [code, number]));
  const editionNumber = data.editions.indexOf(data.edition);
  const corrected = new Set(reactions.corrected);
  const beside = new Set(reactions.beside);
  const undated = new Set(calls.undated);
  const joint = sideNumbers.get("joint") ?? -2;
  // A reaction of a single side that is known; one of a speaker whose side nobody tells has the number -1.
  const isOfSide = (r) => reactions.side[r] >= 0 && reactions.side[r] !== joint;
  const reactionsOf = Array.from(calls.day, () => []);
  for (let r = 0; r < count; r++) reactionsOf[reactions.call[r]].push(r);

  const dayOf = (call) => data.days[calls.day[call]];
  const nameOf = (side) => data.sides[side][1];
  const positionOf = (reaction) => data.stances[reactions.stance[reaction]][2];

  // Calls and reactions that the choice leaves; days only where `spanned`.
  function select(choice, spanned = true) {
    const country = choice.country ? sideNumbers.get(choice.country) ?? -2 : -1;
    const stance = choice.stance ? data.stances.findIndex(([code]) => code === choice.stance) : -1;
    const found = {calls: [], reactions: []};
    for (let c = 0; c < calls.day.length; c++) {
      const day = dayOf(c);
      if (spanned && (day < choice.from || day > choice.to)) continue;
      if (country !== -1 && !calls.sides[c].includes(country)) continue;
      const kept = choice.stance ? reactionsOf[c].filter((r) => reactions.stance[r] === stance) : reactionsOf[c];
      if (choice.stance && !kept.length) continue;
      found.calls.push(c);
      for (const r of kept) found.reactions.push(r);
    }
    return found;
  }

  // A tally of reactions: distinct calls and independent sources, and the reactions themselves. What only copies tell has
  // one source, their original; `originals` leaves even that out, as what leads is weighed in marts.positions.
  function tally(list) {
    const seenCalls = new Set();
    const sources = new Set();
    for (const r of list) {
      seenCalls.add(reactions.call[r]);
      if (!reactions.copy[r]) sources.add(reactions.publisher[r]);
    }
    const originals = sources.size;
    return {calls: seenCalls.size, sources: Math.max(originals, Math.min(list.length, 1)), originals, reactions: list};
  }

  function grouped(list, key) {
    const groups = new Map();
    for (const r of list) {
      const name = key(r);
      const group = groups.get(name);
      if (group) group.push(r);
      else groups.set(name, [r]);
    }
    return groups;
  }

  // Sources of calls are the publishers whose reports tell of them in this edition, a position told or not.
  function sourcesOf(told) {
    const sources = new Set(told.flatMap((c) => calls.sources[c] ?? []));
    return Math.max(sources.size, Math.min(told.length, 1));
  }

  // What the edition told, for the paragraph at the top.
  function day(choice) {
    const found = select(choice, false);
    const told = found.calls.filter((c) => calls.told[c] > 0);
    const said = found.reactions.filter((r) => reactions.edition[r] === editionNumber);
    const by = (position) => said.filter((r) => positionOf(r) === position && isOfSide(r));
    const sides = (list) => new Set(list.map((r) => reactions.side[r])).size;
    const speaking = said.filter(isOfSide);
    const isNew = told.filter((c) => calls.told[c] > 1);
    const moved = shifts({...choice, from: "", to: "9999"}).filter((row) => row.told_in === data.edition);
    const figures = {
      calls: {number: told.length, calls: told, reactions: said},
      sides: {number: new Set(told.flatMap((c) => calls.sides[c])).size, calls: told, reactions: said},
      sources: {number: sourcesOf(told), calls: told, reactions: said},
      new: {number: isNew.length, calls: isNew, reactions: said.filter((r) => calls.told[reactions.call[r]] > 1)},
      speaking: {number: sides(speaking), reactions: speaking},
      moved: {number: moved.length, shifts: moved},
    };
    for (const position of POSITIONS) {
      figures[position] = {number: sides(by(position)), reactions: by(position)};
    }
    return figures;
  }

  // What makes a position lead, as marts.positions has it: a courtesy leads only where nothing else is said; then
  // independent sources, calls, and stances count, in this order.
  const isCourtesy = (r) => data.stances[reactions.stance[r]][3] === 1;

  function weightOf(told) {
    const telling = tally(told.reactions.filter((r) => !isCourtesy(r)));
    const stances = new Set(told.reactions.map((r) => reactions.stance[r])).size;
    return [telling.calls > 0 ? 1 : 0, telling.originals, told.originals, told.calls, stances];
  }

  function outweighs(one, other) {
    const place = one.findIndex((figure, n) => figure !== other[n]);
    return place !== -1 && one[place] > other[place];
  }

  // One row a side: how many calls by stance and by position, and the position that leads.
  function sidesOf(found) {
    const rows = [];
    for (const [side, list] of grouped(found.reactions.filter((r) => reactions.side[r] >= 0), (r) => reactions.side[r])) {
      const byPosition = {};
      const tallies = grouped(list, positionOf);
      for (const position of POSITIONS) byPosition[position] = tally(tallies.get(position) ?? []);
      const byStance = new Map();
      for (const [stance, some] of grouped(list, (r) => reactions.stance[r])) byStance.set(stance, tally(some));
      const leading = PRECEDENCE.reduce((best, position) =>
        outweighs(weightOf(byPosition[position]), weightOf(byPosition[best])) ? position : best);
      const days = list.map((r) => dayOf(reactions.call[r])).sort();
      rows.push({
        side, code: data.sides[side][0], name: nameOf(side), leading, byPosition, byStance,
        first: days[0], last: days[days.length - 1], ...tally(list),
      });
    }
    return rows.sort((a, b) => (a.side === joint) - (b.side === joint) || b.calls - a.calls
      || a.name.localeCompare(b.name));
  }

  // One row a pair of sides: calls, and who rang.
  function pairsOf(found) {
    const pairs = new Map();
    for (const c of found.calls) {
      const sides = [...calls.sides[c]].sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
      for (let i = 0; i < sides.length; i++) {
        for (let j = i + 1; j < sides.length; j++) {
          const key = `${sides[i]} ${sides[j]}`;
          if (!pairs.has(key)) pairs.set(key, {one: sides[i], other: sides[j], calls: []});
          pairs.get(key).calls.push(c);
        }
      }
    }
    const rows = [...pairs.values()].map((pair) => ({
      ...pair,
      rung: pair.calls.filter((c) => calls.rang[c] === pair.one).length,
      received: pair.calls.filter((c) => calls.rang[c] === pair.other).length,
      unknown: pair.calls.filter((c) => calls.rang[c] === -1).length,
      last: dayOf(pair.calls[0]),
    }));
    return rows.sort((a, b) => b.calls.length - a.calls.length || nameOf(a.one).localeCompare(nameOf(b.one))
      || nameOf(a.other).localeCompare(nameOf(b.other)));
  }

  // One row a day (a week, a month for long spans) and position.
  function timeline(found, choice) {
    const step = binOf(choice);
    const rows = new Map();
    for (const start of bins(choice, step)) rows.set(start, {start, end: after(start, step), byPosition: {}});
    const groups = grouped(found.reactions, (r) => binStart(dayOf(reactions.call[r]), step));
    for (const [start, list] of groups) {
      const row = rows.get(start);
      const byPosition = grouped(list, positionOf);
      for (const [position, some] of byPosition) if (row) row.byPosition[position] = tally(some);
    }
    return {step, rows: [...rows.values()]};
  }

  function shifts(choice) {
    return data.shifts.filter((row) => row.to_date >= choice.from && row.to_date <= choice.to
      && (!choice.country || row.side === choice.country || row.counterpart === choice.country)
      && (!choice.stance || row.to_stances.includes(choice.stance) || row.from_stances.includes(choice.stance)));
  }

  function differences(choice) {
    const country = choice.country ? sideNumbers.get(choice.country) ?? -2 : -1;
    return data.differences.filter((row) => row.date >= choice.from && row.date <= choice.to
      && (country === -1 || (calls.sides[row.call] ?? []).includes(country))
      && (!choice.stance || row.stance === choice.stance));
  }

  // The language of what is quoted, and the machine's translation under it where there is one.
  const tongueOf = (number) => {
    const [code, name, opening, closing] = data.tongues[number] ?? ["", "", "“", "”"];
    return {code, name, opening, closing};
  };
  const toldBy = (row, translation) => ({...tongueOf(row ? row[7] : -1), translation: data.translations[translation]});
  for (const row of [...data.shifts, ...data.differences]) {
    for (const key of ["told", "other_told"]) {
      if (row[key]) row[key] = {...tongueOf(row[key].tongue), translation: row[key].translation};
    }
  }

  // One reaction as a page shows it; `words` is missing where only the page of evidence has them.
  function sentence(r) {
    const [stance, label, position] = data.stances[reactions.stance[r]];
    const id = reactions.id.slice(r * ID_LENGTH, (r + 1) * ID_LENGTH);
    const edition = data.editions[reactions.edition[r]];
    const article = r < data.words.length ? data.articles.rows[data.articles.of[r]] : null;
    return {
      stance, label, position, side: reactions.side[r] < 0 ? UNKNOWN : nameOf(reactions.side[r]),
      words: r < data.words.length ? data.words[r] : null, told: toldBy(article, data.translation[r]),
      speaker: article ? data.speakers.names[data.speakers.of[r]] : "",
      publisher: data.publishers[reactions.publisher[r]],
      alone: READERS[reactions.alone[r]], isCopy: Boolean(reactions.copy[r]), isCorrected: corrected.has(r), isBeside: beside.has(r),
      title: article ? article[0] : "", published: article ? article[2] : "",
      url: article ? article[3] : "", address: article ? article[4] : "",
      archived: `evidence/${edition}.html#r-${id}`,
    };
  }

  // A call as a page heads its sentences.
  function call(c) {
    const row = data.articles.rows[calls.article[c] ?? -1];
    const edition = row ? data.editions[row[5]] : "";
    return {
      day: dayOf(c), isDated: !undated.has(c), medium: data.media[calls.medium[c]],
      sides: [...calls.sides[c].map(nameOf), ...(calls.unplaced[c] ?? []).map((name) => `${name} (${UNKNOWN})`)],
      alone: READERS[calls.alone[c]], rang: calls.rang[c] < 0 ? "" : nameOf(calls.rang[c]), words: calls.words[c] ?? "",
      told: toldBy(row, calls.translation[c]),
      publisher: row ? data.publishers[row[1]] : "", published: row ? row[2] : "", url: row ? row[3] : "",
      address: row ? row[4] : "", archived: row ? `evidence/${edition}.html#a-${row[6]}` : "",
    };
  }

  return {
    data, select, day, sidesOf, pairsOf, timeline, shifts, differences, sentence, call, tally, nameOf, dayOf,
    reactionsOf, sideNumbers,
    callOf: (r) => reactions.call[r],
    edge: edgeOf(data),
  };
}

// The days that may be chosen: thirty at least, unless the page does not carry them.
function edgeOf(data) {
  const last = data.days.reduce((a, b) => (a > b ? a : b), data.edition);
  const month = addDays(last, -29);
  const isWhole = data.first_day === data.earliest;
  return {first: isWhole && month < data.first_day ? month : data.first_day, last};
}

// Days are texts such as 2025-05-09; all reckoning is in UTC.
const DAY = 86_400_000;
const time = (day) => Date.parse(`${day}T00:00:00Z`);
const text = (moment) => new Date(moment).toISOString().slice(0, 10);
const addDays = (day, days) => text(time(day) + days * DAY);

function binOf(choice) {
  const days = (time(choice.to) - time(choice.from)) / DAY + 1;
  return days <= 92 ? "day" : days <= 730 ? "week" : "month";
}

function binStart(day, step) {
  if (step === "day") return day;
  if (step === "month") return `${day.slice(0, 7)}-01`;
  return addDays(day, -((new Date(time(day)).getUTCDay() + 6) % 7));
}

function after(day, step) {
  if (step !== "month") return addDays(day, step === "day" ? 1 : 7);
  const moment = new Date(time(day));
  return text(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth() + 1, 1));
}

function bins(choice, step) {
  const found = [];
  for (let day = binStart(choice.from, step); day <= choice.to; day = after(day, step)) found.push(day);
  return found;
}
