"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const find = byId("find"), genre = byId("genre"), system = byId("system"), changed = byId("changed");
  const articles = [...document.querySelectorAll(".article")];

  const filter = () => {
    const wanted = find.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const article of articles) {
      const words = article.dataset.words.toLowerCase();
      const fits = wanted.every((word) => words.includes(word))
        && (!genre.value || article.dataset.genre === genre.value)
        && (!changed.checked || "changed" in article.dataset);
      article.hidden = !fits;
      shown += fits;
      for (const part of article.querySelectorAll("[data-system]")) part.hidden = part.dataset.system !== system.value;
      for (const row of article.querySelectorAll(".record")) row.hidden = changed.checked && !("changed" in row.dataset);
    }
    byId("count").textContent = `${shown} articles`;
  };

  const show = (row) => {
    const panel = row.closest(".panel");
    const wasOn = row.classList.contains("on");
    panel.querySelectorAll(".on").forEach((other) => other.classList.remove("on"));
    panel.querySelectorAll(".lit").forEach((mark) => mark.classList.remove("lit"));
    if (wasOn) return;
    row.classList.add("on");
    const refs = new Set(row.dataset.refs.split(" "));
    const marks = [...panel.querySelectorAll("mark")].filter((mark) => mark.dataset.refs.split(" ").some((ref) => refs.has(ref)));
    marks.forEach((mark) => mark.classList.add("lit"));
    if (marks.length) marks[0].scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("click", (event) => {
    const row = event.target.closest(".record");
    if (row) show(row);
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.classList || !event.target.classList.contains("record")) return;
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); show(event.target); }
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (!step) return;
    let next = event.target[step];
    while (next && next.hidden) next = next[step];
    if (next) { event.preventDefault(); next.focus(); }
  });
  const open = () => {
    const target = location.hash.startsWith("#article-") && byId(decodeURIComponent(location.hash.slice(1)));
    if (target) { target.open = true; target.scrollIntoView(); }
  };
  for (const control of [find, genre, system, changed]) control.addEventListener("input", filter);
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", open);
  filter();
  open();
})();
