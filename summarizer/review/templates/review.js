"use strict";
// Every step goes to the server at once and counts when the server has said so. What it has not confirmed is kept in
// this browser and sent again, under the same key, so that it is done once however often it arrives.
(() => {
  const $ = (id) => document.getElementById(id);
  const page = briefPage;
  const article = $("article");
  const editor = $("editor");
  const box = "waiting " + location.pathname;
  let version = Number($("bar").dataset.version);
  let waiting = stored();
  let sending = false;
  let open = null;
  let picked = null;

  function stored() {
    try { return JSON.parse(localStorage.getItem(box)) || []; } catch { return []; }
  }

  function keep() {
    try { localStorage.setItem(box, JSON.stringify(waiting)); } catch { /* a browser without storage: the page holds them */ }
  }

  function tell(text) { $("saving").textContent = text; }

  function trouble(text) {
    $("trouble").textContent = text || "";
    $("trouble").hidden = !text;
  }

  // ---- steps

  function step(ask, then) {
    waiting.push({ key: crypto.randomUUID(), ask, then });
    keep();
    send();
  }

  async function send() {
    if (sending) return;
    sending = true;
    while (waiting.length) {
      const one = waiting[0];
      tell("keeping…");
      const asked = open;
      const answer = await post("do", { key: one.key, ask: one.ask, version, open });
      if (!answer) {
        const many = waiting.length === 1 ? "your last step waits" : `${waiting.length} steps wait`;
        trouble(`The server does not answer; ${many} here. Start the same \`summarizer review\` again: this page goes on by itself.`);
        tell("not kept yet");
        setTimeout(() => { sending = false; send(); }, 1000);
        return;
      }
      waiting.shift();
      keep();
      receive(answer, one.then, asked);
    }
    sending = false;
  }

  async function post(path, body) {
    try {
      const response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
      if (response.status === 404) return { error: "This page belongs to a review that has ended. Open the address that `summarizer review` printed last." };
      return await response.json();
    } catch { return null; }
  }

  function receive(answer, then, asked) {
    trouble(answer.error);
    if (answer.parts) patch(answer);
    if (answer.error) {
      tell("nothing changed");
      if (open) edit(open, null);
      return;
    }
    tell("every step is on the disk");
    if (answer.editor !== undefined && open && open === asked) fill(answer.editor);
    if (then === "new" && answer.touched?.length) {
      page.choose(answer.touched[0], "card");
      edit(answer.touched[0], "first");
    }
  }

  // ---- what the server sends

  function patch(answer) {
    const focus = document.activeElement;
    const at = focus?.closest("li.card, .line")?.id;
    const again = focus?.matches(".go") ? ".go" : focus?.dataset.judge ? `[data-judge="${focus.dataset.judge}"]` : focus?.matches("[data-edit]") ? "[data-edit]" : focus?.matches(".ref") ? "#" + CSS.escape(focus.id) : null;
    version = answer.version;
    const who = $("who"), chosen = who.value, choosing = who === focus;
    for (const [id, html] of Object.entries(answer.parts)) {
      const old = $(id);
      const made = element(html);
      if (old) {
        if (old.classList.contains("on")) made.classList.add("on");
        old.replaceWith(made);
      } else if (made.matches("li.card")) $("list-" + made.dataset.type)?.append(made);
    }
    if ($("who") !== who) {
      $("who").value = chosen;
      if ($("who").selectedIndex < 0) $("who").value = "";
      if (choosing) $("who").focus();
    }
    for (const [type, ids] of Object.entries(answer.lists)) order(type, ids);
    $("judged").max = answer.progress.total;
    $("judged").value = answer.progress.judged;
    $("tally").textContent = `${answer.progress.judged} of ${answer.progress.total} judged, ${answer.progress.kept} kept`;
    $("undo").disabled = !answer.undo;
    $("redo").disabled = !answer.redo;
    $("describe").elements.genre.value = answer.genre;
    $("describe").elements.cluster.value = answer.cluster;
    page.refresh();
    if (at && again && !document.contains(focus)) $(at)?.querySelector(again)?.focus({ preventScroll: true });
    paint();
  }

  function element(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    return holder.content.firstElementChild;
  }

  function order(type, ids) {
    const list = $("list-" + type);
    if (!list) return;
    const wanted = new Set(ids);
    for (const card of [...list.children]) if (!wanted.has(card.id)) card.remove();
    let before = list.firstElementChild;
    for (const id of ids) {
      const card = $(id);
      if (card === before) before = before.nextElementSibling;
      else list.insertBefore(card, before);
    }
    list.closest(".group").querySelector("h2 .n").textContent = ids.length;
    document.querySelector(`.types [data-type="${type}"] b`).textContent = ids.length;
  }

  // ---- the form

  async function edit(item, focus) {
    open = item;
    $(item)?.scrollIntoView({ block: "start" });
    let html = "";
    try { html = await (await fetch("editor/" + item)).text(); } catch { trouble("The server does not answer."); }
    if (open !== item) return;
    fill(html);
    if (focus === "first") editor.querySelector("select, input")?.focus();
  }

  function fill(html) {
    const focus = document.activeElement;
    const name = editor.contains(focus) ? focus.name || focus.dataset.use : null;
    const using = Boolean(focus?.dataset?.use);
    const typing = name && focus.matches("input:not([type=checkbox])") && focus.value !== focus.defaultValue && focus.dataset.sent !== focus.value;
    const typed = typing ? { value: focus.value, start: focus.selectionStart } : null;
    const scrolled = editor.scrollTop;
    const made = html ? element(html) : null;
    editor.replaceChildren(...(made ? [made] : []));
    editor.hidden = !made;
    if (!made) return void (open = null);
    editor.scrollTop = scrolled;
    const back = name && (using ? editor.querySelector(`[data-use="${CSS.escape(name)}"]`) : editor.querySelector(`[name="${CSS.escape(name)}"]`));
    if (!back) return;
    back.focus({ preventScroll: true });
    if (typed) {
      back.value = typed.value;
      back.setSelectionRange(typed.start, typed.start);
    }
  }

  function close() {
    const item = open;
    open = null;
    editor.hidden = true;
    editor.replaceChildren();
    if (item) $(item)?.querySelector(".go")?.focus({ preventScroll: true });
  }

  function changed(control) {
    const item = control.form.dataset.item;
    let value = control.type === "checkbox" ? control.checked : control.value;
    if ("words" in control.dataset) value = value.trim() ? { words: value } : null;
    control.dataset.sent = control.value;
    step({ do: "set", item, field: control.name, value });
  }

  // ---- places in the text: code points of the article, which markers are no part of

  const points = (text) => { let n = 0; for (const _ of text) n++; return n; };

  function units(segment) {
    return [...segment.childNodes].map((node) => node.nodeType === Node.TEXT_NODE
      ? { node, size: points(node.data) } : { node, size: Number(node.dataset.n), sealed: true });
  }

  function offsetOf(node, index) {
    const inside = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest(".ctl, .ref, [data-s]");
    if (!inside) {
      const next = node.childNodes?.[index];
      const segment = next?.closest?.("[data-s]") || next?.querySelector?.("[data-s]");
      if (segment) return Number(segment.dataset.s);
      const parts = (node.closest?.(".line") || node).querySelectorAll?.("[data-s]") || [];
      const last = parts[parts.length - 1];
      return last ? endOf(last) : null;
    }
    if (inside.matches(".ref")) {
      let before = inside.previousElementSibling;
      while (before && !before.dataset.s) before = before.previousElementSibling;
      return before ? endOf(before) : null;
    }
    const segment = inside.closest("[data-s]");
    let at = Number(segment.dataset.s);
    for (const [place, unit] of units(segment).entries()) {
      if (unit.node === node) return at + (unit.sealed ? (index ? unit.size : 0) : points(node.data.slice(0, index)));
      if (node === segment && place >= index) return at;
      if (unit.node.contains(node)) return at + (index ? unit.size : 0);
      at += unit.size;
    }
    return at;
  }

  const endOf = (segment) => units(segment).reduce((sum, unit) => sum + unit.size, Number(segment.dataset.s));

  function pointOf(offset, atEnd) {
    const parts = article.querySelectorAll("[data-s]");
    let low = 0, high = parts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const start = Number(parts[middle].dataset.s);
      if (atEnd ? start < offset : start <= offset) low = middle; else high = middle - 1;
    }
    let left = offset - Number(parts[low].dataset.s);
    for (const { node, size, sealed } of units(parts[low])) {
      if (left < size || (atEnd && left === size)) {
        if (sealed) return [node, left ? 1 : 0];
        return [node, [...node.data].slice(0, left).join("").length];
      }
      left -= size;
    }
    return [parts[low], parts[low].childNodes.length];
  }

  function rangeOf(where) {
    const range = document.createRange();
    range.setStart(...pointOf(where.start, false));
    range.setEnd(...pointOf(where.end, true));
    return range;
  }

  // ---- selecting, by mouse or word by word

  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!article.contains(range.commonAncestorContainer)) return null;
    const start = offsetOf(range.startContainer, range.startOffset);
    const end = offsetOf(range.endContainer, range.endOffset);
    return start !== null && end !== null && start < end ? { start, end } : null;
  }

  function take(where) {
    picked = where;
    paint();
  }

  function paint() {
    if (!picked) {
      $("adder").hidden = true;
      CSS.highlights?.delete("picked");
      return;
    }
    const range = rangeOf(picked);
    CSS.highlights?.set("picked", new Highlight(range));
    const boxes = range.getClientRects();
    const last = boxes[boxes.length - 1] || range.getBoundingClientRect();
    const adder = $("adder");
    adder.hidden = false;
    adder.style.setProperty("top", `${scrollY + last.bottom + 8}px`);
    adder.style.setProperty("left", `${Math.max(8, Math.min(scrollX + last.left, innerWidth - adder.offsetWidth - 8))}px`);
  }

  const WORD = /[\p{L}\p{N}\p{M}]+(?:['’.,\-–][\p{L}\p{N}\p{M}]+)*|[^\s]/gu;
  let cursor = null; // { anchor: token, focus: token }; a token is { start, end, line, place }

  function tokens(line) {
    const segments = [...line.querySelectorAll("[data-s]")];
    if (!segments.length) return [];
    const first = Number(segments[0].dataset.s);
    const text = segments.flatMap((s) => units(s).map((u) => u.sealed ? "\u25a1".repeat(u.size) : u.node.data)).join("");
    const found = [];
    let unit = 0, point = first;
    for (const match of text.matchAll(WORD)) {
      point += points(text.slice(unit, match.index));
      const size = points(match[0]);
      found.push({ start: point, end: point + size, word: match[0] });
      point += size;
      unit = match.index + match[0].length;
    }
    return found;
  }

  function lineOf(token, by) {
    const lines = [...article.querySelectorAll(".line")];
    let at = token ? lines.findIndex((line) => line.id === token.line) : -1;
    for (at += by; at >= 0 && at < lines.length; at += by < 0 ? -1 : 1) {
      const found = tokens(lines[at]);
      if (found.length) return { line: lines[at], found };
    }
    return null;
  }

  const tokenAt = (line, found, place) => ({ ...found[place], line: line.id, place });

  function nextToken(token, by) {
    if (!token) {
      const top = [...article.querySelectorAll(".line")].find((line) => line.getBoundingClientRect().bottom > 80);
      const found = top ? tokens(top) : [];
      return found.length ? tokenAt(top, found, 0) : null;
    }
    const line = $(token.line);
    const found = tokens(line);
    if (found[token.place + by]) return tokenAt(line, found, token.place + by);
    const next = lineOf(token, by);
    return next ? tokenAt(next.line, next.found, by > 0 ? 0 : next.found.length - 1) : token;
  }

  // Down and up: with Shift to the end or beginning of the sentence, without to the next paragraph.
  function leap(token, by, extending) {
    if (!token) return nextToken(null, 1);
    if (!extending) {
      const next = lineOf(token, by);
      return next ? tokenAt(next.line, next.found, 0) : token;
    }
    const line = $(token.line);
    const found = tokens(line);
    let place = token.place + by;
    while (found[place + by] && !/^[.!?]$/.test(found[by > 0 ? place : place - 1]?.word || "")) place += by;
    return found[place] ? tokenAt(line, found, place) : nextToken(token, by);
  }

  function move(key, extending) {
    const from = cursor?.focus;
    const by = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
    const to = key === "ArrowRight" || key === "ArrowLeft" ? nextToken(from, by) : leap(from, by, extending);
    if (!to) return;
    cursor = { anchor: extending && cursor ? cursor.anchor : to, focus: to };
    getSelection().removeAllRanges();
    take({ start: Math.min(cursor.anchor.start, to.start), end: Math.max(cursor.anchor.end, to.end) });
    const at = rangeOf(to).getBoundingClientRect();
    if (at.top < 90 || at.bottom > innerHeight - 60) scrollBy({ top: at.top - innerHeight / 2 });
    $("announce").textContent = extending ? rangeOf(picked).toString() : to.word;
  }

  function add(type) {
    if (!picked) return trouble("Select words of the article first.");
    step({ do: "add", type, start: picked.start, end: picked.end }, "new");
    getSelection().removeAllRanges();
    cursor = null;
    take(null);
  }

  // ---- judging and saving

  function judge(item, verdict) {
    const card = $(item);
    if (!card?.dataset.verdict) return;
    const now = card.dataset.verdict;
    const same = verdict === "accepted" ? ["accepted", "corrected", "added"].includes(now) : now === verdict;
    step({ do: "judge", item, verdict: same ? "open" : verdict });
  }

  async function save() {
    while (sending) await new Promise((done) => setTimeout(done, 50));
    const left = document.querySelectorAll('li.card[data-verdict="open"]').length;
    tell("saving…");
    const answer = await post("save", {});
    if (!answer) return trouble("The server does not answer; nothing was saved.");
    if (answer.parts) patch(answer);
    trouble(answer.error);
    if (answer.error) return tell("nothing was saved");
    const rest = left ? `; ${left} not judged and left out` : "";
    const others = answer.agreement.length ? `; see the agreement with ${answer.agreement.join(", ")} below` : "";
    tell(`saved to ${answer.path}${rest}${others}`);
  }

  // ---- events

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const item = button.closest("li.card")?.id;
    if (button.dataset.judge) judge(item, button.dataset.judge);
    else if ("edit" in button.dataset) page.choose(item, "card"), edit(item, "first");
    else if (button.dataset.add) step({ do: "add", type: button.dataset.add, start: Number(button.dataset.start), end: Number(button.dataset.end) }, "new");
    else if (button.dataset.new) add(button.dataset.new);
    else if ("close" in button.dataset) close();
    else if (button.dataset.use) {
      if (!picked) return trouble("Select words of the article first.");
      step({ do: "set", item: open, field: button.dataset.use, value: picked });
      take(null);
    } else if (button.id === "undo" || button.id === "redo") step({ do: button.id });
    else if (button.id === "rest") step({ do: "judge_rest", verdict: "accepted" });
    else if (button.id === "save") save();
  });

  editor.addEventListener("change", (event) => event.target.form && changed(event.target));
  editor.addEventListener("submit", (event) => event.preventDefault());
  $("describe").addEventListener("submit", (event) => event.preventDefault());
  $("describe").addEventListener("change", () => {
    const { genre, cluster } = $("describe").elements;
    step({ do: "describe", genre: genre.value, cluster: cluster.value });
  });
  document.addEventListener("chosen", (event) => { if (open && event.detail && event.detail !== open && $(event.detail)?.dataset.verdict) edit(event.detail, null); });

  document.addEventListener("keydown", (event) => {
    const at = event.target;
    const command = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (command && key === "s") return event.preventDefault(), save();
    if (command && key === "z" && !at.matches("input, textarea")) return event.preventDefault(), step({ do: event.shiftKey ? "redo" : "undo" });
    if (command || event.altKey) return;
    if (event.key === "Escape") {
      if (picked) return cursor = null, getSelection().removeAllRanges(), take(null);
      if (open) return close();
    }
    if (at === article && event.key.startsWith("Arrow")) return event.preventDefault(), move(event.key, event.shiftKey);
    if ((at === article || at === document.body || at.matches(".ref")) && picked && "1234".includes(key)) return event.preventDefault(), add(["claim", "number", "hedge", "actor"][Number(key) - 1]);
    const item = at.matches(".go, .ref") ? at.closest("li.card")?.id || at.id.slice(2) : null;
    if (!item) return;
    if (key === "a") judge(item, "accepted");
    else if (key === "x") judge(item, "rejected");
    else if (key === "u") step({ do: "undo" });
    else if (key === "e") event.preventDefault(), page.choose(item, "card"), edit(item, "first");
  });

  document.addEventListener("selectionchange", () => {
    const where = selected();
    if (where) cursor = null, take(where);
  });
  article.addEventListener("mousedown", () => { cursor = null; take(null); });
  addEventListener("resize", paint);

  if (waiting.length) send();
})();
