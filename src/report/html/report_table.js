"use strict";
// The table of files. Only the rows in view are elements, so that any number of files scrolls.

const ROW_HEIGHT = 56;  // as --row in report.css
const SPARE_ROWS = 6;   // drawn above and below what is seen

const COLUMNS = {
  name: (file) => file.path,
  status: (file) => file.status,
  leaks: (file) => -bitCount(file.classes),
  place: (file) => file.where ? `${file.where.country} ${file.where.place}` : "\uffff",
  taken: (file) => file.taken || "\uffff",
  size: (file) => -file.bytesIn,
};

function bitCount(bits) {
  let count = 0;
  for (; bits; bits &= bits - 1) ++count;
  return count;
}

function sorted(files, column, down) {
  const keys = new Map(files.map((file) => [file, COLUMNS[column](file)]));
  const order = (a, b) => {
    const [x, y] = [keys.get(a), keys.get(b)];
    return x < y ? -1 : x > y ? 1 : a.index - b.index;
  };
  const list = [...files].sort(order);
  return down ? list.reverse() : list;
}

function statusMark(about, file) {
  const [name, words] = about.statuses[file.status];
  const mark = element("span", "status", element("span", "status-sign"), file.accepted ? `${words}, known` : words);
  mark.dataset.status = name;
  return mark;
}

function leakWords(about, file) {
  const bits = file.classes || file.kept;
  const list = about.classes.filter((_, i) => bits & 1 << i).map(([, words]) => words);
  if (list.length === 0) return element("span", "faint", file.reason || "nothing");
  const cell = element("span", "leaks");
  list.forEach((words, i) => {
    cell.append(element("span", words === "location" ? "leak-location" : "", words), i + 1 < list.length ? ", " : "");
  });
  return cell;
}

function rowOf(about, file, number) {
  const row = element("div", "row",
      element("span", "cell-picture", ...(file.thumbnail ? [pictureOf(file, "row-picture")] : [])),
      element("span", "cell-name", element("span", "file-name", file.name), element("span", "file-folder", file.folder)),
      element("span", "cell-status", statusMark(about, file)),
      element("span", "cell-leaks", leakWords(about, file)),
      element("span", "cell-place", placeWords(file.where)),
      element("span", "cell-taken", timeWords(file.taken)),
      element("span", "cell-size", sizeWords(file.bytesIn)));
  row.setAttribute("role", "row");
  row.setAttribute("aria-rowindex", String(number + 2));
  row.id = `row-${file.index}`;
  row.title = file.path;
  for (const cell of row.children) cell.setAttribute("role", "gridcell");
  return row;
}

/**
 * @param chosen  called with the file that a click or the Enter key names
 * @return show(files) fills the table; select(file) marks a row and scrolls to it
 */
function makeTable(about, grid, chosen) {
  const scroller = grid.querySelector(".rows");
  const space = grid.querySelector(".rows-space");
  const heads = [...grid.querySelectorAll("[data-sort]")];
  let files = [];
  let shown = [];
  let selected = -1;
  let sort = {column: "", down: false};
  const rows = new Map();

  const draw = () => {
    const first = Math.max(0, Math.floor(scroller.scrollTop / ROW_HEIGHT) - SPARE_ROWS);
    const last = Math.min(shown.length, Math.ceil((scroller.scrollTop + scroller.clientHeight) / ROW_HEIGHT) + SPARE_ROWS);
    for (const [number, row] of rows) {
      if (number >= first && number < last) continue;
      row.remove();
      rows.delete(number);
    }
    for (let number = first; number < last; ++number) {
      if (rows.has(number)) continue;
      const row = rowOf(about, shown[number], number);
      row.style.transform = `translateY(${number * ROW_HEIGHT}px)`;
      row.dataset.number = String(number);
      row.setAttribute("aria-selected", String(number === selected));
      rows.set(number, row);
      space.append(row);
    }
  };
  const fill = () => {
    for (const row of rows.values()) row.remove();
    rows.clear();
    const current = shown[selected];
    shown = sort.column ? sorted(files, sort.column, sort.down) : files;
    selected = current ? shown.indexOf(current) : -1;
    space.style.height = `${shown.length * ROW_HEIGHT}px`;
    grid.setAttribute("aria-rowcount", String(shown.length + 1));
    draw();
  };
  const mark = (number) => {
    rows.get(selected)?.setAttribute("aria-selected", "false");
    selected = Math.max(-1, Math.min(shown.length - 1, number));
    if (selected < 0) return scroller.removeAttribute("aria-activedescendant");
    const top = selected * ROW_HEIGHT;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    const bottom = top + ROW_HEIGHT - scroller.clientHeight;
    if (bottom > scroller.scrollTop) scroller.scrollTop = bottom;
    draw();
    rows.get(selected)?.setAttribute("aria-selected", "true");
    scroller.setAttribute("aria-activedescendant", `row-${shown[selected].index}`);
  };
  const page = () => Math.max(1, Math.floor(scroller.clientHeight / ROW_HEIGHT) - 1);
  const keys = {
    ArrowDown: () => mark(selected + 1),
    ArrowUp: () => mark(Math.max(0, selected - 1)),
    PageDown: () => mark(selected + page()),
    PageUp: () => mark(Math.max(0, selected - page())),
    Home: () => mark(0),
    End: () => mark(shown.length - 1),
    Enter: () => selected >= 0 && chosen(shown[selected]),
  };
  scroller.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !keys[event.key] || shown.length === 0) return;
    event.preventDefault();
    keys[event.key]();
  });
  scroller.addEventListener("scroll", () => requestAnimationFrame(draw), {passive: true});
  scroller.addEventListener("click", (event) => {
    const row = event.target.closest(".row");
    if (!row) return;
    mark(Number(row.dataset.number));
    chosen(shown[selected]);
  });
  for (const head of heads) {
    head.addEventListener("click", () => {
      const column = head.dataset.sort;
      sort = {column, down: sort.column === column && !sort.down};
      for (const one of heads) one.parentElement.setAttribute("aria-sort", "none");
      head.parentElement.setAttribute("aria-sort", sort.down ? "descending" : "ascending");
      fill();
      scroller.scrollTop = 0;
      draw();
    });
  }
  new ResizeObserver(draw).observe(scroller);
  return {
    show(list) {
      files = list;
      fill();
      scroller.scrollTop = 0;
      draw();
    },
    select: (file) => mark(shown.indexOf(file)),
    shown: () => shown,
  };
}
