"use strict";
// Fields by index: name, kind, value, note, offset, length, end, target, class, type, parent.
(() => {
  const fields = JSON.parse(document.getElementById("fields").textContent);
  const [NAME, KIND, VALUE, NOTE, OFFSET, LENGTH, END, TARGET, CLASS, TYPE, PARENT] = fields.length ? [...fields[0].keys()] : [];
  const about = document.getElementById("about");
  const cells = [...document.querySelectorAll(".cells [data-f]")];
  const byField = new Map();
  for (const cell of cells) {
    const field = Number(cell.dataset.f);
    if (!byField.has(field)) byField.set(field, []);
    byField.get(field).push(cell);
  }
  const sources = new Map();
  fields.forEach((field, index) => {
    if (field[TARGET] < 0) return;
    if (!sources.has(field[TARGET])) sources.set(field[TARGET], []);
    sources.get(field[TARGET]).push(index);
  });
  const hex = (number) => "0x" + number.toString(16);
  let marked = [];
  let held = false;

  const cellsOf = (field) => {
    const found = [];
    for (let index = field; index < fields[field][END]; ++index) found.push(...(byField.get(index) || []));
    return found;
  };
  const mark = (found, name) => {
    for (const cell of found) {
      cell.classList.add(name);
      marked.push([cell, name]);
    }
  };
  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const pathOf = (field) => {
    const names = [];
    for (let at = fields[field][PARENT]; at > 0; at = fields[at][PARENT]) names.unshift(fields[at][NAME]);
    return names.join(" > ");
  };
  const jump = (field) => {
    const button = element("button", fields[field][NAME] + " at " + hex(fields[field][OFFSET]));
    button.type = "button";
    button.addEventListener("click", () => {
      const first = cellsOf(field)[0];
      held = true;
      show(field);
      if (first) first.scrollIntoView({ block: "center" });
    });
    return button;
  };
  const describe = (field) => {
    const of = fields[field];
    const list = element("dl");
    const add = (term, detail) => {
      if (!detail) return;
      list.append(element("dt", term));
      const cell = element("dd");
      cell.append(detail);
      list.append(cell);
    };
    const above = of[PARENT] >= 0 ? fields[of[PARENT]] : null;
    add("value", of[VALUE] || (above && of[KIND] !== "structure" && above[NAME] !== "file" ? above[VALUE] : ""));
    add("means", of[NOTE] || (above ? above[NOTE] : ""));
    add("written as", of[TYPE]);
    add("kind", of[KIND].replace("-", " "));
    add("class", of[CLASS] || (above ? above[CLASS] : ""));
    add("stands at", hex(of[OFFSET]) + ", " + of[LENGTH] + (of[LENGTH] === 1 ? " byte" : " bytes"));
    if (of[TARGET] >= 0) add("leads to", jump(of[TARGET]));
    const from = sources.get(field) || [];
    const unique = from.filter((index) => !from.includes(fields[index][PARENT]));
    if (unique.length) {
      const all = element("span");
      unique.slice(0, 8).forEach((index, n) => {
        if (n) all.append(", ");
        all.append(jump(index));
      });
      add("led to by", all);
    }
    about.replaceChildren(element("p", pathOf(field), "path"), element("p", of[NAME], "name"), list);
  };
  const show = (field) => {
    for (const [cell, name] of marked) cell.classList.remove(name);
    marked = [];
    mark(cellsOf(field), "here");
    if (fields[field][TARGET] >= 0) mark(cellsOf(fields[field][TARGET]), "there");
    // Who leads to the field, or to a field that starts where it does.
    for (const index of sources.get(field) || []) mark(byField.get(index) || [], "from");
    describe(field);
  };
  const fieldAt = (target) => {
    const found = target instanceof Element ? target.closest("[data-f]") : null;
    return found ? Number(found.dataset.f) : -1;
  };
  document.addEventListener("pointerover", (event) => {
    const field = fieldAt(event.target);
    if (field >= 0 && !held) show(field);
  });
  document.addEventListener("focusin", (event) => {
    const field = fieldAt(event.target);
    if (field >= 0) show(field);
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("#about")) return;
    const field = fieldAt(event.target);
    held = field >= 0;
    if (field >= 0) show(field);
  });
  // One stop for the tab key; arrows move between the fields.
  cells.forEach((cell, index) => { cell.tabIndex = index === 0 ? 0 : -1; });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") held = false;
    const at = cells.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (at < 0 || !step || !cells[at + step]) return;
    event.preventDefault();
    cells[at].tabIndex = -1;
    cells[at + step].tabIndex = 0;
    cells[at + step].focus();
  });
  const asked = /^#f(\d+)$/.exec(location.hash);
  if (asked && fields[Number(asked[1])]) {
    held = true;
    show(Number(asked[1]));
  }
})();
