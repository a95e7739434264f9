"use strict";
// Where the photos gather: by place, by country, and in clusters when the run looked for them.

/** Files counted together under the words that `keyOf` gives, most first. */
function groupsBy(files, keyOf) {
  const groups = new Map();
  for (const file of files) {
    const key = keyOf(file);
    if (!key) continue;
    if (!groups.has(key)) groups.set(key, {words: key, files: []});
    groups.get(key).files.push(file);
  }
  return [...groups.values()].sort((a, b) => b.files.length - a.files.length || (a.words < b.words ? -1 : 1));
}

function placeKey(file) {
  if (!file.where?.place) return "";
  if (file.where.km !== null && file.where.km >= NEAR_KM) return "more than 50 km from any place";
  const {place, region, country} = file.where;
  return `near ${[place, region, countryWords(country)].filter(Boolean).join(", ")}`;
}

const countryKey = (file) => countryWords(file.where?.country ?? "");

/** What the bar of classes counts: how many files tell something of that class. */
function classGroups(about, files) {
  return about.classes.map(([, words], i) => ({words, files: files.filter((file) => (file.classes | file.kept) & 1 << i)}))
      .filter((group) => group.files.length > 0).sort((a, b) => b.files.length - a.files.length);
}

function spanWords(files) {
  const days = files.map((file) => file.taken.slice(0, 10)).filter(Boolean).sort();
  if (days.length === 0) return "";
  const day = (text) => timeWords(`${text}T00:00`).split(",")[0];
  return days[0] === days.at(-1) ? day(days[0]) : `${day(days[0])} to ${day(days.at(-1))}`;
}

/** The clusters that the run found, with what they may be and why; never as a fact. */
function clusterGroups(end, files) {
  const byNumber = new Map(files.map((file) => [file.number, file]));
  return (end.summary.clusters ?? []).map((cluster, i) => {
    const where = placeWords(cluster.place ? {...cluster, km: cluster.distance_km} : {country: cluster.country ?? ""});
    const suspect = [["may be a home", cluster.may_be_home], ["may be a workplace", cluster.may_be_workplace]]
        .filter(([, reasons]) => reasons?.length > 0).map(([words, reasons]) => `${words}: ${reasons.join(", ")}`).join("; ");
    return {
      words: `${i + 1}. within ${numbers.format(cluster.span_m)} m${where ? `, ${where}` : ""}`,
      detail: suspect,
      files: cluster.members.map((number) => byNumber.get(number)).filter(Boolean),
    };
  }).filter((group) => group.files.length > 0);
}

const MOST_GROUPS = 300;

/** @param chosen  called with a group that is pressed, or null when it is let go */
function makeGroups(container, tabs, kinds, chosen) {
  const list = container.querySelector(".group-list");
  let pressed = null;
  const draw = (kind) => {
    for (const tab of tabs.children) tab.setAttribute("aria-pressed", String(tab.dataset.kind === kind));
    const groups = kinds[kind].groups;
    const most = Math.max(1, ...groups.map((group) => group.files.length));
    list.replaceChildren(...groups.slice(0, MOST_GROUPS).map((group) => {
      const bar = element("span", "group-bar");
      bar.style.width = `${Math.max(1, 100 * group.files.length / most)}%`;
      const button = element("button", "group", bar, element("span", "group-words", group.words),
          element("span", "group-span faint", spanWords(group.files)),
          element("span", "group-count", numbers.format(group.files.length)),
          ...(group.detail ? [element("span", "group-detail", group.detail)] : []));
      button.type = "button";
      button.setAttribute("aria-pressed", String(pressed?.words === group.words));
      button.addEventListener("click", () => {
        pressed = pressed?.words === group.words ? null : group;
        for (const other of list.querySelectorAll(".group")) other.setAttribute("aria-pressed", "false");
        button.setAttribute("aria-pressed", String(pressed !== null));
        chosen(pressed);
      });
      return element("li", "", button);
    }));
    if (groups.length > MOST_GROUPS) {
      list.append(element("li", "faint group-more", `and ${countWords(groups.length - MOST_GROUPS, "smaller one", "smaller ones")}`));
    }
  };
  const names = Object.keys(kinds).filter((kind) => kinds[kind].groups.length > 0);
  tabs.replaceChildren(...names.map((kind) => {
    const tab = element("button", "tab", kinds[kind].words);
    tab.type = "button";
    tab.dataset.kind = kind;
    tab.addEventListener("click", () => draw(kind));
    return tab;
  }));
  container.hidden = names.length === 0;
  if (names.length > 0) draw(names[0]);
  return {
    clear() {
      pressed = null;
      for (const other of list.querySelectorAll(".group")) other.setAttribute("aria-pressed", "false");
    },
  };
}
