"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const at = id => document.getElementById(id);
const text = words => words.replace(/[&<>"]/g, sign => "&#" + sign.charCodeAt(0) + ";");
const HARD = "\u00a0", colours = data.writers.map(writer => writer[1]);
const ROWS = 12; // of the table
let now = data.frames.length - 1, picked = null, timer = null;

// Two significant digits, as site_words.percent writes them.
function percent(share) {
  const value = 100 * share;
  if (value <= 0 || value >= 100 - 1e-6) return value.toFixed(0) + HARD + "%";
  const said = value < 0.0001 ? "<0.0001" : value >= 99.5 ? ">99" : value.toPrecision(2);
  return said + HARD + "%";
}

const frame = () => data.frames[now];
const isFarm = site => data.sites[site[0]][4] === 1;
const label = site => `${data.sites[site[0]][2]} (${data.sites[site[0]][3]})`;
const size = share => data.size * Math.max(Math.sqrt(data.ink * Math.pow(share, data.power) / Math.PI), data.least);

function wedge(x, y, r, from, to) {
  const point = turn => (x + r * Math.sin(2 * Math.PI * turn)).toFixed(1) + " " + (y - r * Math.cos(2 * Math.PI * turn)).toFixed(1);
  const arc = (a, b) => `A${r.toFixed(1)} ${r.toFixed(1)} 0 ${b - a > 0.5 ? 1 : 0} 1 ${point(b)}`;
  if (to - from > 0.999) return `M${point(0)}${arc(0, 0.5)}${arc(0.5, 1)}Z`;
  return `M${x} ${y}L${point(from)}${arc(from, to)}Z`;
}

function numbers(site) {
  const [, seen, human, assisted, synthetic, pages, closed] = site;
  return `${label(site)}\n${percent(seen)} of all reading\n${pages.toLocaleString("en")} pages: ${percent(human)} by people, ` +
    `${percent(assisted)} by people with a model, ${percent(synthetic)} by models` + (closed ? "\nshuts AI crawlers out" : "");
}

function mark(site) {
  const [x, y] = data.sites[site[0]], [, seen, human, assisted, synthetic, , closed] = site;
  const r = size(seen), half = r * Math.sqrt(Math.PI / 2);
  const diamond = `M${x} ${y - half}L${x + half} ${y}L${x} ${y + half}L${x - half} ${y}Z`;
  let parts = "", turned = 0;
  if (isFarm(site)) parts = `<path d="${diamond}" fill="${colours[2]}"/>`;
  else [[synthetic, 2], [assisted, 1], [human, 0]].forEach(([share, writer]) => {
    if (share >= 0.001) parts += `<path d="${wedge(x, y, r, turned, turned + share)}" fill="${colours[writer]}"/>`;
    turned += share;
  });
  const outline = isFarm(site) ? diamond : wedge(x, y, r, 0, 1);
  return `<g class="site" id="s${site[0]}" tabindex="-1" role="img" aria-label="${text(numbers(site))}">${parts}` +
    `<path class="rim${isFarm(site) || closed ? " dark" : ""}" d="${outline}"/></g>`;
}

// What areas mean, in the strip below the sites.
function sample() {
  const [radius, said, least] = data.sample, r = data.size * radius, small = data.size * data.least, y = data.size + 50;
  return `<circle class="sample" cx="${r + 2}" cy="${y}" r="${r}"/><text class="words" x="${2 * r + 14}" y="${y + 9}">${text(said)}</text>` +
    `<circle class="sample" cx="${0.55 * data.size}" cy="${y}" r="${small}"/><text class="words" x="${0.55 * data.size + 24}" y="${y + 9}">${text(least)}</text>`;
}

function show(index) {
  const inside = at("graph").contains(document.activeElement) && document.activeElement !== at("graph");
  now = index;
  const path = [], links = frame().links;
  for (let i = 0; i < links.length; i += 2) {
    const [a, b] = [data.sites[links[i]], data.sites[links[i + 1]]];
    path.push(`M${a[0]} ${a[1]}L${b[0]} ${b[1]}`);
  }
  at("graph").innerHTML = `<path class="links" d="${path.join("")}"/>` + frame().sites.map(mark).join("") + sample();
  at("graph").setAttribute("aria-label", `Sites in ${frame().month}. ${frame().drawn} Arrow keys go from site to site.`);
  at("month").textContent = frame().month;
  at("date").value = now;
  at("date").setAttribute("aria-valuetext", frame().month);
  at("said").textContent = `${frame().month}: ${frame().said}`;
  at("drawn").textContent = frame().drawn;
  const bar = [colours[0], colours[2], colours[2], data.answer];
  at("bar").innerHTML = frame().read.map((share, i) =>
    share > 0 ? `<i class="${i === 2 ? "farm" : ""}" style="width:${100 * share}%;background:${bar[i]}"></i>` : "").join("");
  at("top").innerHTML = frame().sites.slice(0, ROWS).map(site =>
    `<tr data-site="${site[0]}"><td>` +
    (site[6] ? '<i class="open" role="img" aria-label="shuts AI crawlers out" title="shuts AI crawlers out"></i>' : "") +
    `<button type="button">${text(data.sites[site[0]][2])}</button><small>${text(data.sites[site[0]][3])}</small></td>` +
    site.slice(1, 5).map(share => `<td>${text(percent(share))}</td>`).join("") + "</tr>").join("");
  pick(picked);
  if (inside) (at("s" + picked) || at("graph")).focus({ preventScroll: true });
}

// Show the numbers of a site beside it; of none for null.
function pick(which) {
  picked = which;
  document.querySelectorAll(".chosen, .picked").forEach(each => each.classList.remove("chosen", "picked"));
  const site = frame().sites.find(each => each[0] === which), tip = at("tip");
  at("graph").setAttribute("tabindex", site ? -1 : 0);
  if (!site) {
    tip.textContent = which === null ? "" : `${label([which])}\nnot among the sites drawn in ${frame().month}`;
    tip.style.left = tip.style.top = "0";
    return;
  }
  const shape = at("s" + which), row = document.querySelector(`tr[data-site="${which}"]`);
  shape.classList.add("chosen");
  shape.setAttribute("tabindex", 0);
  if (row) row.classList.add("picked");
  tip.textContent = numbers(site);
  const room = at("graph").getBoundingClientRect(), box = shape.getBoundingClientRect();
  const left = (box.left + box.right) / 2 - room.left - tip.offsetWidth / 2;
  tip.style.left = Math.max(0, Math.min(left, room.width - tip.offsetWidth)) + "px";
  const above = box.top - room.top - tip.offsetHeight - 8;
  tip.style.top = (above >= 0 ? above : box.bottom - room.top + 8) + "px";
}

// The site at a place of the screen, or the nearest one within a finger's reach.
function near(event, reach) {
  const room = at("graph").getBoundingClientRect(), scale = (data.size + 10) / room.width;
  const x = (event.clientX - room.left) * scale - 5, y = (event.clientY - room.top) * scale - 5;
  const far = site => Math.hypot(data.sites[site[0]][0] - x, data.sites[site[0]][1] - y) - size(site[1]);
  const best = frame().sites.reduce((found, site) => found === null || far(site) < far(found) ? site : found, null);
  return best !== null && far(best) < reach * scale ? best[0] : null;
}

function walk(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") { pick(null); at("graph").focus(); }
  if (!step || !frame().sites.length) return;
  event.preventDefault();
  const count = frame().sites.length, from = frame().sites.findIndex(site => site[0] === picked);
  const to = from < 0 ? (step > 0 ? 0 : count - 1) : (from + step + count) % count;
  pick(frame().sites[to][0]);
  at("s" + picked).focus({ preventScroll: true });
}

function stop() { clearInterval(timer); timer = null; at("play").textContent = "Play"; }
function play() {
  if (timer !== null) { stop(); return; }
  const last = data.frames.length - 1;
  if (now >= last) show(0);
  at("play").textContent = "Pause";
  timer = setInterval(() => { if (now >= last) stop(); else show(now + 1); }, 700);
}

function ticks() {
  const last = Math.max(data.frames.length - 1, 1);
  data.marks.forEach(([where]) => {
    // the middle of the thumb, 16 pixels wide, is where the date is
    at("track").insertAdjacentHTML("beforeend", `<i class="tick" style="left:calc(8px + (100% - 16px) * ${where / last})"></i>`);
  });
  at("dates").innerHTML = data.marks.map(([where, month, words]) =>
    `<button type="button" data-to="${Math.ceil(where)}">${month}: ${text(words)}</button>`).join("");
}

at("graph").setAttribute("viewBox", `-5 -5 ${data.size + 10} ${data.size + 105}`);
at("date").max = data.frames.length - 1;
at("date").addEventListener("input", () => { stop(); show(+at("date").value); });
at("dates").addEventListener("click", event => { if (event.target.dataset.to) { stop(); show(+event.target.dataset.to); } });
at("play").addEventListener("click", play);
at("graph").addEventListener("click", event => pick(near(event, 16)));
at("graph").addEventListener("pointermove", event => {
  if (event.pointerType === "mouse") { const over = near(event, 2); if (over !== null && over !== picked) pick(over); }
});
at("graph").addEventListener("keydown", walk);
at("top").addEventListener("click", event => { if (event.target.matches("button")) pick(+event.target.closest("tr").dataset.site); });
window.addEventListener("resize", () => pick(picked));
at("key").innerHTML = data.writers.map(([words, colour]) => `<li><i style="background:${colour}"></i>${text(words)}</li>`).join("") +
  `<li><i class="farm" style="background:${colours[2]}"></i>content farm</li>` +
  `<li><i class="square" style="background:${data.answer}"></i>AI answers (in the bar, which is all reading by whose text it is)</li>` +
  `<li><i class="open"></i>shuts AI crawlers out</li>`;
ticks();
show(now);
