"use strict";
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const charts = read("charts"), names = read("names"), files = read("files");
  const views = {};
  const LABEL = 14, MOST_NAMES = 16;

  const records = (columns) => {
    const fields = Object.keys(columns);
    return columns[fields[0]].map((_, at) => Object.fromEntries(fields.map((field) => [field, columns[field][at]])));
  };

  // Names at the ends of lines: in the order of the ends, at least a label's height apart, inside the plot if they fit.
  const spread = (wanted, gap, low, high) => {
    const order = wanted.map((_, at) => at).sort((a, b) => wanted[a] - wanted[b]);
    const blocks = [];
    order.forEach((index, place) => {
      let block = { sum: wanted[index] - gap * place, size: 1 };
      while (blocks.length && blocks[blocks.length - 1].sum / blocks[blocks.length - 1].size > block.sum / block.size) {
        const before = blocks.pop();
        block = { sum: before.sum + block.sum, size: before.size + block.size };
      }
      blocks.push(block);
    });
    const levels = blocks.flatMap((block) => Array(block.size).fill(block.sum / block.size));
    const top = Math.max(low, high - gap * (order.length - 1));
    const out = [];
    order.forEach((index, place) => { out[index] = Math.min(Math.max(levels[place], low), top) + gap * place; });
    return out;
  };

  // The range of an axis, as the still picture has it: from zero, unless the numbers are all far from it.
  const limits = (low, high, share) => {
    if (low < 0) { const room = 0.06 * (high - low); return [low - room, high + room]; }
    if (low < 0.5 * high || high === 0) {
      const top = high * 1.06 || (share ? 0.01 : 1);
      return [0, share ? Math.min(top, 1.03) : top];
    }
    const room = Math.max(0.08 * (high - low), 0.004 * high);
    return [low - room, high + room];
  };

  const show = (anchor, shown) => {
    const view = views[anchor];
    if (!view) return;
    const { rows, share, steps } = charts[anchor];
    let low = Infinity, high = -Infinity;
    rows.k.forEach((key, at) => {
      if (!shown.includes(key)) return;
      low = Math.min(low, rows.low[at]); high = Math.max(high, rows.high[at]);
    });
    if (low > high) return;
    const [bottom, top] = steps ? [0, 1.03] : limits(low, high, share);
    view.signal("shown", shown).signal("lo", bottom).signal("hi", top);
    const ends = charts[anchor].ends.map((end) => ({ ...end }));
    const seen = ends.filter((end) => shown.includes(end.k));
    spread(seen.map((end) => end.e), ((top - bottom) * LABEL) / view.height(), bottom, top)
      .forEach((place, at) => { seen[at].y = place; });
    // so many names would lie on each other, and on a phone there is no room for any
    if (!charts[anchor].narrow) view.data("ends", seen.length > MOST_NAMES ? [] : ends);
    view.resize().runAsync();
  };

  const boxes = [...document.querySelectorAll("[data-switches] input")];
  const first = boxes.filter((box) => box.checked).map((box) => box.value);
  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
  const redraw = () => {
    const shown = chosen();
    document.querySelectorAll("[data-toggled]").forEach((plot) => show(plot.dataset.chart, shown));
  };
  document.querySelectorAll("[data-switches]").forEach((field) => {
    field.hidden = false;
    field.addEventListener("change", redraw);
    field.querySelectorAll("[data-show]").forEach((button) => button.addEventListener("click", () => {
      const which = { all: () => true, first: (key) => first.includes(key), none: (key) => key === "s0" }[button.dataset.show];
      boxes.forEach((box) => { box.checked = which(box.value); });
      redraw();
    }));
  });

  // A finding shows the scenarios that it is about before it leads to their lines.
  document.querySelectorAll("a[data-scenarios]").forEach((link) => link.addEventListener("click", () => {
    const keys = link.dataset.scenarios.split(" ");
    boxes.forEach((box) => { box.checked ||= keys.includes(box.value); });
    redraw();
  }));

  const live = async (plot) => {
    const { spec, rows } = charts[plot.dataset.chart];
    const narrow = plot.clientWidth < 420 && plot.hasAttribute("data-toggled");
    const place = document.createElement("div");
    const own = { ...structuredClone(spec), width: "container", autosize: { type: "fit-x", contains: "padding" }, datasets: { ...spec.datasets, rows: records(rows) } };
    charts[plot.dataset.chart].narrow = narrow;
    charts[plot.dataset.chart].ends = (spec.layer || []).flatMap((layer) => (layer.data && layer.data.name === "ends" ? layer.data.values : []));
    if (narrow) own.layer = own.layer.filter((layer) => !(layer.data && layer.data.name === "ends"));
    place.style.width = "100%";
    plot.append(place);
    const still = plot.querySelector("svg");
    const made = await vegaEmbed(place, own, { renderer: "svg", actions: false, tooltip: { disableDefaultStyle: false } });
    still.remove();
    plot.classList.add("live");
    if (plot.hasAttribute("data-toggled")) {
      views[plot.dataset.chart] = made.view;
      if (chosen().join() !== first.join()) show(plot.dataset.chart, chosen());
    }
  };
  const plots = [...document.querySelectorAll("[data-chart]")];
  const watcher = new IntersectionObserver((entries) => entries.forEach((entry) => {
    if (!entry.isIntersecting) return;
    watcher.unobserve(entry.target);
    live(entry.target);
  }), { rootMargin: "600px" });
  plots.forEach((plot) => watcher.observe(plot));

  document.querySelectorAll("table[data-sortable]").forEach((table) => {
    const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.querySelectorAll("span"));
      head.prepend(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") === "descending" || (at === 0 && !head.hasAttribute("aria-sort"));
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const by = (row) => { const cell = row.cells[at]; return cell.dataset.order === undefined ? cell.textContent : Number(cell.dataset.order); };
        const sign = up ? 1 : -1;
        const numbers = [...body.rows].some((row) => row.cells[at].dataset.order !== undefined);
        const lacks = (row) => numbers && row.cells[at].dataset.order === undefined; // "no value" comes last, either way
        [...body.rows]
          .sort((a, b) => { const x = by(a), y = by(b), lacking = Number(lacks(a)) - Number(lacks(b)); return lacking || typeof x === "number" && typeof y === "number" ? sign * (x - y) : sign * String(x).localeCompare(String(y)); })
          .forEach((row) => body.append(row));
      });
    });
  });

  // A link into something folded unfolds it.
  const unfold = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const folded = target && target.closest("details");
    if (folded) folded.open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();

  const quoted = (value) => (/[",\n]/.test(String(value)) ? `"${String(value).replace(/"/g, '""')}"` : String(value ?? ""));
  const save = (text, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  document.querySelectorAll("[data-chart-csv]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const rows = charts[button.dataset.chartCsv].rows, fields = Object.keys(rows);
      const lines = rows[fields[0]].map((_, at) => fields.map((field) => quoted(field === "k" ? names[rows.k[at]] : rows[field][at])).join(","));
      save([fields.map((field) => (field === "k" ? "scenario" : field)).join(","), ...lines, ""].join("\n"), `${button.dataset.chartCsv}.csv`);
    });
  });
  document.querySelectorAll("[data-file]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => save(files[button.dataset.file], button.dataset.file));
  });
})();
