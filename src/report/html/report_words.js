"use strict";
// Numbers, places and positions in words, and elements out of words. Text enters the page as text only.

/** An element with a class, properties and children; strings become text nodes. */
function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function pictureOf(file, className) {
  const picture = element("img", className);
  picture.src = `data:image/jpeg;base64,${file.thumbnail}`;
  picture.alt = "";
  picture.decoding = "async";
  return picture;
}

const numbers = new Intl.NumberFormat("en");

function countWords(count, one, many) {
  return `${numbers.format(count)} ${count === 1 ? one : many}`;
}

function sizeWords(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

const NEAR_KM = 50;
const regionNames = new Intl.DisplayNames(["en"], {type: "region", fallback: "code"});

const countries = new Map();

function countryWords(code) {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  if (!countries.has(code)) countries.set(code, regionNames.of(code));
  return countries.get(code);
}

/** Whether the camera wrote 0, 0 because it did not know. */
function isMissingFix(position) {
  return position.lat === 0 && position.lon === 0;
}

/** "near Oslo, Norway"; never "in": the nearest place is known, not whose ground it is. */
function placeWords(position) {
  if (!position) return "";
  if (isMissingFix(position)) return "0, 0: no fix";
  if (!position.place) return position.country ? countryWords(position.country) : "";
  const name = `${position.place}, ${countryWords(position.country)}`;
  return position.km !== null && position.km >= NEAR_KM ? `${Math.round(position.km)} km from ${name}` : `near ${name}`;
}

function degreeWords(degrees, positive, negative) {
  const seconds = Math.round(Math.abs(degrees) * 36000);
  const [whole, minutes, rest] = [Math.floor(seconds / 36000), Math.floor(seconds / 600) % 60, (seconds % 600) / 10];
  return `${whole}°\u00a0${minutes}′\u00a0${rest.toFixed(1)}″\u00a0${degrees < 0 ? negative : positive}`;
}

/** Decimal degrees as they were told: coarse ones with one decimal only; the datum's name behind shifted ones. */
function decimalWords(about, position) {
  const decimals = about.coordinates === "coarse" ? 1 : 6;
  const {lat, lon} = position.shifted ?? position;
  return `${lat.toFixed(decimals)}, ${lon.toFixed(decimals)}${position.shifted ? ` (${about.datum})` : ""}`;
}

function sexagesimalWords(position) {
  const {lat, lon} = position.shifted ?? position;
  return `${degreeWords(lat, "N", "S")}, ${degreeWords(lon, "E", "W")}`;
}

/** "6 May 2024, 19:07" of "2024-05-06T19:07:08"; other text stays. */
function timeWords(taken) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(taken);
  if (!parts) return taken;
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  return `${Number(parts[3])} ${months[Number(parts[2]) - 1] ?? parts[2]} ${parts[1]}, ${parts[4]}`;
}
