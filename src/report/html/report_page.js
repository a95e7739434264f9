"use strict";
// Puts the page together: what is filtered, what is selected, what is printed.

const MOST_PRINTED = 2000;

function bannerWords(about, located, pictured) {
  const holds = [
    ...(located && about.coordinates === "exact" ? ["exact coordinates"] : located ? ["places"] : []),
    "file names", ...(about.values ? ["what the metadata says"] : []), ...(pictured ? ["small copies of the pictures"] : []),
  ];
  const list = holds.length > 1 ? `${holds.slice(0, -1).join(", ")} and ${holds.at(-1)}` : holds[0];
  return [located ? "This page is location data. " : "This page is private. ",
    `It holds ${list}, and asks nobody for anything. Keep it as private as the pictures.`];
}

function chipsFor(container, entries, toggled) {
  const on = new Set();
  container.replaceChildren(...entries.map(({key, words, count}) => {
    const chip = element("button", "chip", words, element("span", "count", numbers.format(count)));
    chip.type = "button";
    chip.setAttribute("aria-pressed", "false");
    chip.addEventListener("click", () => {
      if (!on.delete(key)) on.add(key);
      chip.setAttribute("aria-pressed", String(on.has(key)));
      toggled();
    });
    return chip;
  }));
  return {
    on,
    clear() {
      on.clear();
      for (const chip of container.children) chip.setAttribute("aria-pressed", "false");
    },
  };
}

function printedTable(about, files) {
  const head = element("tr", "", ...["File", "Status", "Gives away", "Place", "Position", "Taken"].map((words) => element("th", "", words)));
  const rows = files.slice(0, MOST_PRINTED).map((file) => element("tr", "",
      element("td", "", file.path), element("td", "", about.statuses[file.status][1]), element("td", "", leakWords(about, file)),
      element("td", "", placeWords(file.where)),
      element("td", "", file.point ? decimalWords(about, file.point) : ""),
      element("td", "", timeWords(file.taken))));
  const rest = files.length - rows.length;
  return [element("table", "", element("thead", "", head), element("tbody", "", ...rows)),
    ...(rest > 0 ? [element("p", "", `and ${countWords(rest, "more file", "more files")}`)] : [])];
}

function main() {
  const at = (id) => document.getElementById(id);
  const {about, files, end} = readReport();
  const located = files.filter((file) => file.point);
  const placed = files.some((file) => file.where && (file.where.lat !== null || file.where.country));
  const [headline, ...notes] = end.words;
  at("headline").textContent = headline;
  at("notes").replaceChildren(...[...notes, ...end.notes].map((words) => element("p", "", words)));
  at("run").textContent = about.below ? `${about.below}, ${about.run}` : about.run;
  const [warning, why] = bannerWords(about, placed, files.some((file) => file.thumbnail));
  at("banner").replaceChildren(element("strong", "", warning), why);
  document.body.dataset.map = located.length > 0 ? "yes" : files.some((file) => file.classes | file.kept) || placed ? "no" : "empty";
  at("banner").hidden = document.querySelector("main").hidden = files.length === 0;
  at("map-panel").hidden = located.length === 0;

  // What leaks stands first, each part in the order of the run.
  const leaks = (file) => about.statuses[file.status][0] === "leaks" && !file.accepted;
  const listed = [...files.filter(leaks), ...files.filter((file) => !leaks(file))];
  let group = null;
  const details = makeDetails(about, at("details"), () => at("rows").focus({preventScroll: true}));
  const table = makeTable(about, at("table"), (file) => {
    details.open(file);
    map?.go(file);
  });
  const map = located.length > 0 ? makeMap(at("map"), located, (file) => popupOf(about, file, (chosen) => {
    table.select(chosen);
    details.open(chosen);
  })) : null;

  const count = (test) => files.reduce((sum, file) => sum + (test(file) ? 1 : 0), 0);
  let classes = null;
  let statuses = null;
  let redraw = 0;
  const filter = () => {
    const words = at("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const inGroup = group && new Set(group.files);
    const bits = [...classes.on].reduce((sum, key) => sum | 1 << key, 0);
    const list = listed.filter((file) => (!inGroup || inGroup.has(file)) && (!bits || (file.classes | file.kept) & bits) &&
        (statuses.on.size === 0 || statuses.on.has(file.status)) && words.every((word) => file.search.includes(word)));
    table.show(list);
    clearTimeout(redraw);
    redraw = setTimeout(() => map?.show(list), 0);  // the table first: many markers take their time to gather
    const all = list.length === files.length;
    at("shown").textContent = all ? countWords(files.length, "file", "files")
                                  : `${numbers.format(list.length)} of ${countWords(files.length, "file", "files")}`;
    at("clear").hidden = all && !group && !at("search").value && classes.on.size + statuses.on.size === 0;
    at("none").hidden = list.length > 0;
    at("none").textContent = "No file fits these filters.";
  };
  statuses = chipsFor(at("statuses"), about.statuses.map(([, words], key) => ({key, words, count: count((file) => file.status === key)}))
      .filter((entry) => entry.count > 0), filter);
  classes = chipsFor(at("classes"), about.classes.map(([, words], key) =>
    ({key, words, count: count((file) => (file.classes | file.kept) & 1 << key)})).filter((entry) => entry.count > 0), filter);
  const groups = makeGroups(at("groups"), at("group-tabs"), {
    places: {words: "Places", groups: groupsBy(files, placeKey)},
    countries: {words: "Countries", groups: groupsBy(files, countryKey)},
    clusters: {words: "Clusters", groups: clusterGroups(end, files)},
    classes: {words: "What they tell", groups: classGroups(about, files)},
  }, (chosen) => {
    group = chosen;
    filter();
    if (chosen) map?.frame(chosen.files);
  });

  let timer = 0;
  at("search").addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(filter, 120);
  });
  at("clear").addEventListener("click", () => {
    at("search").value = "";
    group = null;
    [statuses, classes, groups].forEach((one) => one.clear());
    filter();
    map?.frame(files);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") details.close();
    const typing = event.target.closest?.("input, textarea, select");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    at("search").focus();
  });
  addEventListener("beforeprint", () => {
    document.documentElement.dataset.print = "yes";
    map?.paint();
    at("printed").replaceChildren(...printedTable(about, table.shown()));
  });
  addEventListener("afterprint", () => {
    delete document.documentElement.dataset.print;
    map?.paint();
    at("printed").replaceChildren();
  });
  filter();
  setTimeout(() => document.body.dataset.ready = "yes", 0);  // behind the map's own turn
}

main();
