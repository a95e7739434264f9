"use strict";
// The map: outlines of land and borders, a grid of coordinates, and the files as pictures or dots that gather in
// clusters. Leaflet draws; nothing is fetched.

const MOST_ZOOM = 18;
const FIRST_ZOOM = 4;  // outlines still show where on earth that is

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The icon of one file: its picture, or a dot. */
const FileIcon = L.DivIcon.extend({
  createIcon(old) {
    const icon = L.DivIcon.prototype.createIcon.call(this, old);
    const {file} = this.options;
    icon.replaceChildren(file.thumbnail ? pictureOf(file, "pin-picture") : element("span", "pin-dot"));
    return icon;
  },
});

function iconOf(file) {
  const side = file.thumbnail ? 44 : 18;
  return new FileIcon({file, className: "pin", iconSize: [side, side]});
}

/** A file below the cluster that has a picture, else any. The two lists are the plugin's own, pinned with it. */
function faceOf(cluster) {
  if (cluster.face) return cluster.face;
  let face = null;
  for (const marker of cluster._markers) {
    face ??= marker.file;
    if (marker.file.thumbnail) {
      face = marker.file;
      break;
    }
  }
  for (const child of cluster._childClusters) {
    if (face?.thumbnail) break;
    const below = faceOf(child);
    if (!face || below.thumbnail) face = below;
  }
  cluster.face = face;
  return face;
}

function count(tally, key, number) {
  if (key) tally.set(key, (tally.get(key) ?? 0) + number);
}

/** How many of the cluster's files lie near each place and in the country of each nearest place. */
function talliesOf(cluster) {
  if (cluster.tallies) return cluster.tallies;
  const [places, countries] = [new Map(), new Map()];
  for (const {file: {point}} of cluster._markers) {
    if (point.km !== null && point.km < NEAR_KM) count(places, point.place, 1);
    count(countries, countryWords(point.country), 1);
  }
  for (const child of cluster._childClusters) {
    const [below, belowCountries] = talliesOf(child);
    below.forEach((number, key) => count(places, key, number));
    belowCountries.forEach((number, key) => count(countries, key, number));
  }
  cluster.tallies = [places, countries];
  return cluster.tallies;
}

/** The place that at least half of the files are near, else such a country, else nothing. */
function labelOf(cluster) {
  const half = cluster.getChildCount() / 2;
  for (const tally of talliesOf(cluster)) {
    for (const [words, number] of tally) {
      if (number >= half) return words;
    }
  }
  return "";
}

const ClusterIcon = L.DivIcon.extend({
  createIcon(old) {
    const icon = L.DivIcon.prototype.createIcon.call(this, old);
    const {cluster} = this.options;
    const count = cluster.getChildCount();
    const face = faceOf(cluster);
    const label = labelOf(cluster);
    icon.replaceChildren(
        ...(face.thumbnail ? [pictureOf(face, "pin-picture")] : []),
        element("span", "pin-count", count < 10000 ? numbers.format(count) : `${Math.round(count / 1000)}k`),
        ...(label ? [element("span", "pin-label", label)] : []));
    icon.setAttribute("aria-label", `${countWords(count, "file", "files")}${label ? `, most near ${label}` : ""}`);
    return icon;
  },
});

function clusterIcon(cluster) {
  const pictured = Boolean(faceOf(cluster).thumbnail);
  const side = pictured ? 52 : Math.round(26 + 7 * Math.log10(cluster.getChildCount()));
  return new ClusterIcon({cluster, className: pictured ? "pin cluster" : "pin cluster plain", iconSize: [side, side]});
}

/** Lines of equal latitude and longitude with their degrees, as fine as the view needs. */
function drawGrid(map, layer) {
  const steps = [60, 30, 15, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002];
  const bounds = map.getBounds();
  const [south, north] = [Math.max(bounds.getSouth(), -85), Math.min(bounds.getNorth(), 85)];
  const [west, east] = [Math.max(bounds.getWest(), -180), Math.min(bounds.getEast(), 180)];
  const wanted = (east - west) / Math.max(2, map.getSize().x / 150);
  const step = steps.find((one) => one <= wanted) ?? steps.at(-1);
  const decimals = Math.max(0, Math.ceil(-Math.log10(step)));
  const style = {color: colour("--map-grid"), weight: 1, interactive: false, smoothFactor: 0};
  layer.clearLayers();
  const label = (position, words, side) => layer.addLayer(L.marker(position, {
    interactive: false, keyboard: false,
    icon: L.divIcon({className: `grid-label ${side}`, iconSize: [0, 0], html: element("span", "", words)}),
  }));
  const degrees = (value, positive, negative) =>
      `${Math.abs(value).toFixed(decimals)}°${value === 0 ? "" : value < 0 ? negative : positive}`;
  for (let i = Math.ceil(south / step); i * step <= north; ++i) {
    layer.addLayer(L.polyline([[i * step, west], [i * step, east]], style));
    label([i * step, west], degrees(i * step, "N", "S"), "left");
  }
  for (let i = Math.ceil(west / step); i * step <= east; ++i) {
    layer.addLayer(L.polyline([[south, i * step], [north, i * step]], style));
    label([south, i * step], degrees(i * step, "E", "W"), "bottom");
  }
}

/** As large as the map has room for, beside its buttons; a narrow page hides those while a pop-up is open. */
function popupSize(container, file) {
  const width = Math.max(200, Math.min(360, container.clientWidth - 60));
  const buttons = container.clientWidth - width > 120 ? 52 : 10;
  return {
    minWidth: Math.min(file.thumbnail ? 330 : 220, width), maxWidth: width, maxHeight: Math.max(120, container.clientHeight - 90),
    autoPanPaddingTopLeft: [10, 16], autoPanPaddingBottomRight: [buttons, 16],
  };
}

/**
 * @param files   those that may be drawn
 * @param popup   makes the content of a file's pop-up
 * @return show(files) draws these only; go(file) opens the pop-up of one; frame(files) moves to where they are
 */
function makeMap(container, files, popup) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(container, {
    attributionControl: false, zoomControl: false, zoomSnap: 0.5, maxZoom: MOST_ZOOM, minZoom: 0, preferCanvas: true, zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still,
  });
  L.control.zoom({position: "topright"}).addTo(map);
  const fit = new L.Control({position: "topright"});
  fit.onAdd = () => {
    const button = element("button", "map-fit", "Fit");
    button.type = "button";
    button.title = "Show all";
    button.addEventListener("click", () => frame(shown));
    const bar = element("div", "leaflet-bar", button);
    L.DomEvent.disableClickPropagation(bar);
    return bar;
  };
  fit.addTo(map);
  let shown = files;
  let wanted = null;
  L.control.scale({position: "bottomright", imperial: false}).addTo(map);
  const outlines = readOutlines();
  const renderer = L.canvas({padding: 0.4});
  const land = L.polygon(outlines.land, {renderer, stroke: false, fillOpacity: 1, interactive: false});
  const borders = L.polyline(outlines.borders, {renderer, weight: 1, interactive: false});
  const grid = L.layerGroup();
  const paint = () => {
    land.setStyle({fillColor: colour("--map-land")});
    borders.setStyle({color: colour("--map-border")});
    if (map.hasLayer(grid)) drawGrid(map, grid);
  };
  const markers = new Map();
  for (const file of files) {
    const marker = L.marker([file.point.lat, file.point.lon], {icon: iconOf(file), title: file.name, alt: file.name});
    marker.file = file;
    marker.bindPopup(() => {
      Object.assign(marker.getPopup().options, popupSize(container, file));
      return popup(file);
    });
    markers.set(file, marker);
  }
  const clusters = L.markerClusterGroup({
    iconCreateFunction: clusterIcon, showCoverageOnHover: false, maxClusterRadius: 72, animate: !still,
    spiderLegPolylineOptions: {weight: 1, color: colour("--ink-3"), opacity: 0.8},
  });
  const drawn = (list) => list.map((file) => markers.get(file)).filter(Boolean);
  const frame = (list, animate = !still) => {
    const points = list.filter((file) => markers.has(file)).map((file) => [file.point.lat, file.point.lon]);
    if (points.length > 0) map.fitBounds(points, {padding: [Math.min(48, container.clientWidth / 10), 48], maxZoom: FIRST_ZOOM, animate});
  };
  paint();
  frame(files, false);
  land.addTo(map);
  borders.addTo(map);
  grid.addTo(map);
  drawGrid(map, grid);
  map.on("moveend", () => drawGrid(map, grid));
  clusters.addTo(map);  // before it holds anything: while it is on no map, every addition looks through all others
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  new ResizeObserver(() => map.invalidateSize()).observe(container);
  return {
    paint() {
      paint();
      renderer._redraw();  // now: who prints does not wait for the next frame
    },
    show(list) {
      shown = list;
      map.closePopup();
      clusters.clearLayers();
      clusters.addLayers(drawn(list));
    },
    go(file) {
      const marker = markers.get(file);
      // A pop-up that opens while an earlier one still moves the map would lose its map on the way.
      map.stop();
      map.closePopup();
      wanted = marker;
      if (marker) clusters.zoomToShowLayer(marker, () => wanted === marker && marker.openPopup());
    },
    frame,
  };
}
