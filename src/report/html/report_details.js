"use strict";
// What is known of one file: in short in a pop-up of the map, in full in a panel beside the table.

function positionRows(about, position) {
  const rows = [];
  if (position.lat !== null) {
    rows.push(element("p", "mono", decimalWords(about, position)));
    if (about.coordinates !== "coarse") rows.push(element("p", "mono muted", sexagesimalWords(position)));
    if (position.altitude !== null) rows.push(element("p", "muted", `${Math.round(position.altitude)} m above sea level`));
  }
  return rows;
}

/** The content of a pop-up. @param more  called when somebody asks for everything */
function popupOf(about, file, more) {
  const button = element("button", "button", "All findings");
  button.type = "button";
  button.addEventListener("click", () => more(file));
  return element("div", "popup", ...(file.thumbnail ? [pictureOf(file, "popup-picture")] : []), element("div", "popup-text",
      element("p", "popup-name", file.name),
      element("p", "muted", file.folder),
      element("p", "", placeWords(file.point)),
      ...positionRows(about, file.point),
      ...(file.taken ? [element("p", "muted", timeWords(file.taken))] : []),
      element("p", "popup-leaks", leakWords(about, file)),
      button));
}

function findingRow(finding) {
  return element("li", "finding",
      element("span", "finding-name mono", finding.name),
      element("span", "finding-value", finding.value || ""),
      element("span", "finding-carrier faint", finding.carrier));
}

function findingGroups(about, file) {
  const all = findingsOf(file);
  const actions = {found: "", removed: "removed", kept: "kept", noted: "noted"};
  return about.classes.flatMap(([name, words]) => {
    const list = all.filter((finding) => finding.leakClass === name);
    if (list.length === 0) return [];
    const done = [...new Set(list.map((finding) => actions[finding.action]))].filter(Boolean).join(", ");
    return [element("section", name === "location" ? "finding-group location" : "finding-group",
        element("h3", "", words, element("span", "faint", done ? ` ${done}` : "")),
        element("ul", "", ...list.map(findingRow)))];
  });
}

function locationGroup(about, file) {
  if (file.positions.length === 0) return [];
  return [element("section", "finding-group location",
      element("h3", "", file.positions.length === 1 ? "position" : "positions"),
      ...file.positions.map((position) => element("div", "position",
          element("p", "", placeWords(position)), ...positionRows(about, position),
          element("p", "faint", `in ${position.carrier}`))))];
}

/** @return open(file), close() */
function makeDetails(about, panel, onClose) {
  const body = panel.querySelector(".details-body");
  const close = () => {
    if (panel.hidden) return;
    panel.hidden = true;
    onClose();
  };
  panel.querySelector(".details-close").addEventListener("click", close);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  return {
    close,
    open(file) {
      const size = file.bytesOut === file.bytesIn ? sizeWords(file.bytesIn)
                                                  : `${sizeWords(file.bytesIn)}, now ${sizeWords(file.bytesOut)}`;
      const groups = findingGroups(about, file);
      const listed = groups.length > 0 || file.classes === 0 && file.kept === 0;
      body.replaceChildren(
          ...(file.thumbnail ? [pictureOf(file, "details-picture")] : []),
          element("p", "details-name", file.name),
          element("p", "muted", file.folder),
          element("p", "details-line", statusMark(about, file), element("span", "muted", size),
              element("span", "muted", timeWords(file.taken))),
          ...(file.reason ? [element("p", "details-reason", file.reason)] : []),
          ...file.notes.map((note) => element("p", "muted", note)),
          ...(file.commits.length > 0 ? [element("p", "muted mono", `in commit ${file.commits.join(", ")}`)] : []),
          ...locationGroup(about, file), ...groups,
          ...(file.leftOut > 0 ? [element("p", "faint", `and ${countWords(file.leftOut, "more finding", "more findings")}`)] : []),
          ...(listed ? [] : [element("p", "", leakWords(about, file)),
              element("p", "faint", "The page is full: single findings of this file are in the json and csv reports.")]));
      panel.hidden = false;
      body.scrollTop = 0;
      panel.querySelector(".details-close").focus({preventScroll: true});
    },
  };
}
