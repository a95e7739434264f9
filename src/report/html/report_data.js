"use strict";
// Reads what the program wrote into the page. The record's letters: page_record.hpp.

const MOST_TEXTS = 65536;  // SharedTexts::most

/** Texts come as themselves the first time, then as their number; "=" stands before those without a number. */
function textReader() {
  const texts = [];
  return (value) => {
    if (value === null || value === undefined) return "";
    if (typeof value === "number") return texts[value];
    if (value.startsWith("=")) return value.slice(1);
    if (texts.length < MOST_TEXTS) texts.push(value);
    return value;
  };
}

function readPosition([lat, lon, altitude, carrier, place, region, country, km, shiftedLat, shiftedLon], text) {
  // Evaluated in the order in which they were written.
  return {
    lat, lon, altitude, carrier: text(carrier), place: text(place), region: text(region), country: text(country),
    km: km ?? null,
    // In the datum that was asked for, where that is another one: the map is WGS 84.
    shifted: shiftedLat === undefined ? null : {lat: shiftedLat, lon: shiftedLon},
  };
}

/** @param below  what the paths of all files begin with, and the page leaves away */
function readFile(record, index, below, text) {
  const path = record.p.startsWith(below) ? record.p.slice(below.length) : record.p;
  const slash = path.lastIndexOf("/");
  const file = {
    index,
    number: record.i ?? index,
    path,
    folder: slash < 0 ? "" : path.slice(0, slash + 1),
    name: path.slice(slash + 1),
    status: record.s,
    changed: Boolean(record.c),
    accepted: Boolean(record.a),
    reason: text(record.r),
    bytesIn: record.b,
    bytesOut: record.o ?? record.b,
    taken: record.t ?? "",
    positions: (record.l ?? []).map((position) => readPosition(position, text)),
    classes: record.k ?? 0,
    kept: record.x ?? 0,
    findings: (record.f ?? []).map(text),
    leftOut: record.m ?? 0,
    notes: (record.n ?? []).map(text),
    commits: record.h ?? [],
    thumbnail: record.g ?? "",
  };
  file.where = file.positions[0] ?? null;
  file.point = file.positions.find((position) => position.lat !== null && !isMissingFix(position)) ?? null;
  file.search = `${file.path} ${placeWords(file.where)} ${file.reason}`.toLowerCase();
  return file;
}

/** Pairs of a finding's kind and its value, as objects. */
function findingsOf(file) {
  const list = [];
  for (let i = 0; i < file.findings.length; i += 2) {
    const [leakClass, action, name, carrier] = file.findings[i].split("\t");
    list.push({leakClass, action, name, carrier, value: file.findings[i + 1]});
  }
  return list;
}

function readReport() {
  const data = JSON.parse(document.getElementById("data").textContent);
  const text = textReader();
  const {about, end} = data;
  return {about, files: data.files.map((record, i) => readFile(record, i, about.below, text)), end};
}

/** Land rings and border lines, [latitude, longitude] each point; the bytes: scripts/build_outlines. */
function readOutlines() {
  const bytes = atob(document.getElementById("outlines").textContent);
  let at = 0;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes.charCodeAt(at++);
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  const step = () => {
    const value = number();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  };
  const lines = () => Array.from({length: number()}, () => {
    let lon = 0;
    let lat = 0;
    return Array.from({length: number()}, () => {
      lon += step();
      lat += step();
      return [lat / 100, lon / 100];
    });
  });
  return {land: lines(), borders: lines()};
}
