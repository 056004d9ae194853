// A map of the project's own areas, with no tiles of anyone. Loaded only by pages that have one; words always do the same.
import { CircleMarker, GeoJSON, Map as LeafletMap } from "leaflet/dist/leaflet-src.esm.js";

const AREA = { color: "#17544c", weight: 2, fillColor: "#cfe3dc", fillOpacity: 0.55 };
const MARKER = { radius: 11, color: "#16282b", weight: 3, fillColor: "#f4b942", fillOpacity: 1 };

function round(degrees) {
  return degrees.toFixed(4);
}

function draw(box, shapes) {
  box.hidden = false;
  const map = new LeafletMap(box, { attributionControl: false, zoomAnimation: false, fadeAnimation: false, scrollWheelZoom: false, inertia: false, zoomSnap: 0.5 });
  const areas = new GeoJSON(shapes, { style: AREA, interactive: false });
  areas.addTo(map);
  map.fitBounds(areas.getBounds(), { padding: [8, 8], animate: false });
  map.setMaxBounds(areas.getBounds().pad(1));
  map.setMinZoom(map.getZoom() - 1);
  map.setMaxZoom(18);
  areas.eachLayer((layer) => {
    layer.bindTooltip(layer.feature.properties.name, { permanent: true, direction: "center", className: "shape-map__name", interactive: false });
  });
  for (const [kind, words] of [["in", box.dataset.wordsIn], ["out", box.dataset.wordsOut]]) {
    const button = box.querySelector(`.leaflet-control-zoom-${kind}`);
    button?.setAttribute("aria-label", words);
    if (button) button.title = words;
  }
  box.setAttribute("role", "application");
  box.setAttribute("aria-label", box.dataset.wordsName);
  return { map, areas };
}

/** Whether a point lies in a ring of [longitude, latitude] pairs. */
function inRing(point, ring) {
  let inside = false;
  for (let here = 0, before = ring.length - 1; here < ring.length; before = here, here += 1) {
    const [x, y] = ring[here];
    const [u, v] = ring[before];
    if (y > point.lat !== v > point.lat && point.lng < ((u - x) * (point.lat - y)) / (v - y) + x) inside = !inside;
  }
  return inside;
}

function nameAt(point, shapes) {
  for (const { geometry, properties } of shapes.features) {
    const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    if (parts.some(([outer, ...holes]) => inRing(point, outer) && !holes.some((hole) => inRing(point, hole)))) return properties.name;
  }
  return "";
}

function mark(frame, box, shapes, map) {
  const field = document.getElementById(frame.dataset.marks);
  const said = frame.querySelector("[role=status]");
  const gone = frame.querySelector("[data-mark-gone]");
  let marker = null;
  const show = (point) => {
    marker?.remove();
    marker = point ? new CircleMarker(point, { ...MARKER, interactive: false }).addTo(map) : null;
    gone.hidden = !point;
  };
  const keep = (point) => {
    show(point);
    field.value = point ? `${round(point.lat)},${round(point.lng)}` : "";
    const area = point ? nameAt(point, shapes) : "";
    said.textContent = point ? (area ? box.dataset.wordsSet.replace("%{area}", area) : box.dataset.wordsOutside) : box.dataset.wordsGone;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const [latitude, longitude] = field.value.split(",").map(Number);
  if (field.value && Number.isFinite(latitude) && Number.isFinite(longitude)) {
    show({ lat: latitude, lng: longitude });
    map.setView([latitude, longitude], Math.max(map.getZoom(), 13), { animate: false });
  }
  map.on("click", (event) => keep(event.latlng));
  frame.querySelector("[data-mark-here]").addEventListener("click", () => keep(map.stop().getCenter()));
  gone.addEventListener("click", () => {
    keep(null);
    frame.querySelector("[data-mark-here]").focus();
  });
}

async function start(box) {
  const frame = box.closest("[data-marks]");
  try {
    const answer = await fetch(box.dataset.map, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    const shapes = await answer.json();
    if (frame) {
      frame.hidden = false;
      for (const or of frame.parentElement.querySelectorAll("[data-with-map]")) or.hidden = false;
    }
    const { map } = draw(box, shapes);
    if (frame) mark(frame, box, shapes, map);
    box.dataset.drawn = "true";
  } catch {
    box.hidden = true;
    if (!frame) return;
    frame.hidden = true;
    const line = document.createElement("p");
    line.className = "govuk-hint";
    line.textContent = box.dataset.wordsLost;
    frame.before(line);
  }
}

for (const box of document.querySelectorAll("[data-map]")) start(box);
