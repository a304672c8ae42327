"use strict";
// Items and passages select each other; filters; keys. Without it the page still reads, links and prints.
const briefPage = (() => {
  const $ = (id) => document.getElementById(id);
  const root = document.documentElement;
  const narrow = matchMedia("(max-width: 62rem)");
  const state = { chosen: null, hidden: new Set(), states: new Set(), view: "article" };
  let passages = new Map();
  let cards = new Map();
  let refs = new Map();

  function index() {
    passages = new Map();
    for (const part of document.querySelectorAll("[data-i]")) {
      for (const item of part.dataset.i.split(" ")) {
        if (!passages.has(item)) passages.set(item, []);
        passages.get(item).push(part);
      }
    }
    cards = new Map([...document.querySelectorAll("li.card")].map((card) => [card.id, card]));
    refs = new Map([...document.querySelectorAll(".ref")].map((ref) => [ref.id.slice(2), ref]));
  }

  const shownIn = (kind) => kind === "card"
    ? [...cards.values()].filter((card) => !card.classList.contains("hid")).map((card) => card.querySelector(".go"))
    : [...refs.values()].filter((ref) => !ref.classList.contains("off"));

  // One stop of the tab key for each side; arrows move within it.
  function rove() {
    for (const kind of ["card", "ref"]) {
      const stops = shownIn(kind);
      const all = kind === "card" ? [...cards.values()].map((card) => card.querySelector(".go")) : [...refs.values()];
      const chosen = kind === "card" ? cards.get(state.chosen)?.querySelector(".go") : refs.get(state.chosen);
      const stop = stops.includes(chosen) ? chosen : stops[0];
      for (const one of all) one.tabIndex = one === stop ? 0 : -1;
    }
  }

  function light(item, on) {
    for (const part of passages.get(item) || []) part.classList.toggle("on", on);
    cards.get(item)?.classList.toggle("on", on);
    refs.get(item)?.classList.toggle("on", on);
    const go = cards.get(item)?.querySelector(".go");
    if (go) on ? go.setAttribute("aria-current", "true") : go.removeAttribute("aria-current");
  }

  const linked = (item) => [...(cards.get(item)?.querySelectorAll("a.to") || [])].map((to) => to.hash.slice(1));

  function relate(item, on) {
    for (const other of linked(item)) for (const part of passages.get(other) || []) part.classList.toggle("rel", on);
  }

  function clear() {
    if (state.chosen === null) return;
    light(state.chosen, false);
    relate(state.chosen, false);
    state.chosen = null;
    $("sheet").hidden = true;
    document.dispatchEvent(new CustomEvent("chosen", { detail: null }));
  }

  // What is far away jumps, what is near glides: long smooth scrolls cost more than they tell.
  function show(element, within) {
    if (!element) return;
    const box = element.getBoundingClientRect();
    const top = within ? within.getBoundingClientRect().top : 60;
    const bottom = within ? within.getBoundingClientRect().bottom : innerHeight - (narrow.matches ? 120 : 0);
    if (box.top < top + 8 || box.bottom > bottom - 8) element.scrollIntoView({ block: "center" });
  }

  function choose(item, from) {
    if (!cards.has(item) && !passages.has(item)) return;
    clear();
    state.chosen = item;
    light(item, true);
    relate(item, true);
    const card = cards.get(item);
    if (card?.classList.contains("hid")) reset();
    const passage = (passages.get(item) || linked(item).flatMap((other) => passages.get(other) || []))
      .find((part) => part.classList.contains("claim") || !part.ownerSVGElement);
    if (from !== "text" && !(narrow.matches && from === "card")) show(passage);
    if (!(narrow.matches && state.view === "article")) show(card, narrow.matches ? null : $("items"));
    sheet(card);
    rove();
    if (location.hash !== "#" + item) history.replaceState(null, "", "#" + item);
    if (from === "text" && card) $("announce").textContent = card.querySelector(".head").innerText + ". " + (card.querySelector(".quote")?.innerText || "");
    document.dispatchEvent(new CustomEvent("chosen", { detail: item }));
  }

  // On a phone the chosen item shows over the article.
  function sheet(card) {
    const box = $("sheet");
    box.hidden = !(card && narrow.matches && state.view === "article");
    if (box.hidden) return;
    const close = Object.assign(document.createElement("button"), { className: "close", textContent: "✕", type: "button" });
    close.setAttribute("aria-label", "Close");
    close.addEventListener("click", clear);
    box.replaceChildren(close, ...[...card.cloneNode(true).childNodes]);
  }

  function view(name) {
    state.view = name;
    root.classList.toggle("at-article", name === "article");
    root.classList.toggle("at-items", name === "items");
    for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === name));
    if (name === "items") $("sheet").hidden = true;
    if (state.chosen) name === "items" ? show(cards.get(state.chosen)) : show(passages.get(state.chosen)?.[0]);
  }

  function filter() {
    const who = $("who").value;
    const words = $("find").value.trim().toLowerCase();
    const { hidden, states } = state;
    let shown = 0;
    for (const card of cards.values()) {
      const flags = card.dataset.flags.split(" ");
      const fits = !hidden.has(card.dataset.type)
        && (!who || card.dataset.who === who)
        && (!states.size || [...states].some((name) => card.classList.contains(name) || flags.includes(name)))
        && (!words || card.textContent.toLowerCase().includes(words));
      card.classList.toggle("hid", !fits);
      shown += fits;
    }
    if (cards.get(state.chosen)?.classList.contains("hid")) clear();
    const active = hidden.size + states.size > 0 || Boolean(who) || Boolean(words);
    for (const group of document.querySelectorAll(".group")) group.classList.toggle("hid", active && !group.querySelector("li.card:not(.hid)"));
    for (const part of document.querySelectorAll("#article [data-i]")) {
      part.classList.toggle("off", active && part.dataset.i.split(" ").every((item) => cards.get(item)?.classList.contains("hid")));
    }
    for (const [item, ref] of refs) ref.classList.toggle("off", Boolean(cards.get(item)?.classList.contains("hid")));
    $("clear").hidden = !active;
    $("nothing").hidden = shown > 0 || !active;
    $("told").textContent = active ? `${shown} of ${cards.size} items` : "";
    rove();
  }

  function reset() {
    state.hidden.clear();
    state.states.clear();
    $("who").value = $("find").value = "";
    for (const button of document.querySelectorAll(".types button")) button.setAttribute("aria-pressed", "true");
    for (const button of document.querySelectorAll(".state")) button.setAttribute("aria-pressed", "false");
    filter();
  }

  function toggle(button, set, name) {
    set.has(name) ? set.delete(name) : set.add(name);
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    filter();
  }

  // Of the items on the clicked words the innermost; clicked again, the next one out.
  function pick(part) {
    const items = part.dataset.i.split(" ").filter((item) => !cards.get(item)?.classList.contains("hid")).reverse();
    if (!items.length) return;
    choose(items[(items.indexOf(state.chosen) + 1) % items.length], "text");
  }

  function step(from, by) {
    const stops = shownIn(from.classList.contains("go") ? "card" : "ref");
    const next = stops[stops.indexOf(from) + by];
    if (!next) return;
    next.focus({ preventScroll: true });
    choose(itemAt(next), from.classList.contains("go") ? "card" : "ref");
    if (from.classList.contains("ref")) show(next);
  }

  const itemAt = (element) => element.closest("li.card")?.id || (element.classList.contains("ref") ? element.id.slice(2) : null);

  function onClick(event) {
    const target = event.target.closest("a, button, [data-i], li.card, input, select, textarea, label");
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (target.matches(".ref, .to")) {
      event.preventDefault();
      choose(target.hash.slice(1), target.matches(".ref") ? "text" : "card");
      if (event.detail === 0 || target.matches(".to")) cards.get(state.chosen)?.querySelector(".go").focus({ preventScroll: true });
    } else if (target.matches(".go")) {
      event.preventDefault();
      choose(itemAt(target), "card");
      if (narrow.matches && passages.has(state.chosen)) view("article"), sheet(cards.get(state.chosen));
      if (event.detail === 0) refs.get(state.chosen)?.focus({ preventScroll: true });
    } else if (target.matches("[data-i]")) {
      if (getSelection().isCollapsed) pick(target);
    } else if (target.matches("li.card")) choose(target.id, "card");
    else if (target.dataset.view) view(target.dataset.view);
    else if (target.closest(".types")) toggle(target, state.hidden, target.dataset.type);
    else if (target.matches(".state")) toggle(target, state.states, target.dataset.state);
    else if (target.id === "clear") reset(), $("find").focus();
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target;
    if (event.key === "Escape" && !at.matches("input, textarea, select")) clear();
    if (!at.matches(".go, .ref")) return;
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (by) {
      event.preventDefault();
      step(at, by);
    }
  }

  function fromHash() {
    const item = decodeURIComponent(location.hash.slice(1)).replace(/^p-/, "");
    if (item && cards.has(item)) choose(item, "hash");
  }

  function refresh() {
    const chosen = state.chosen;
    index();
    filter();
    if (chosen && cards.has(chosen)) {
      light(chosen, true);
      relate(chosen, true);
    } else state.chosen = null;
    rove();
  }

  root.classList.add("js");
  view("article");
  index();
  rove();
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  // Not on the list itself: a review replaces it when there is somebody new.
  document.addEventListener("change", (event) => { if (event.target.id === "who") filter(); });
  $("find").addEventListener("input", filter);
  addEventListener("hashchange", fromHash);
  fromHash();
  return { choose, clear, refresh, show, cards: () => cards, passages: () => passages, chosen: () => state.chosen };
})();
