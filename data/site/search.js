// The search of the first page. `archiveEditions` comes from entries.js: it works without a server, too.
(() => {
  "use strict";

  const MOST = 50;
  const form = document.getElementById("search");
  const [words, edition, status] = ["words", "edition", "status"].map((id) => document.getElementById(id));
  const count = document.getElementById("count");
  const results = document.getElementById("results");

  // Small letters without accents, in single words.
  const folded = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  const entries = archiveEditions.flatMap(([group, name, objects]) =>
    objects.map(([title, also, status, total, language, path]) => ({
      title,
      status,
      language,
      path,
      group,
      facts: [name, status, total, language].filter(Boolean).join(" · "),
      text: ` ${folded(`${title} ${also} ${name}`)}`,
    })),
  );

  const shown = (entry) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const name = document.createElement("bdi");
    const facts = document.createElement("span");
    link.href = entry.path;
    name.textContent = entry.title;
    if (entry.language) name.lang = entry.language;
    facts.textContent = entry.facts;
    link.append(name);
    item.append(link, facts);
    return item;
  };

  const update = () => {
    const wanted = folded(words.value).split(" ").filter(Boolean);
    const asked = wanted.length || edition.value || status.value;
    const found = asked
      ? entries.filter(
          (entry) =>
            wanted.every((word) => entry.text.includes(` ${word}`)) &&
            (!edition.value || entry.group === edition.value) &&
            (!status.value || entry.status === status.value),
        )
      : [];
    results.replaceChildren(...found.slice(0, MOST).map(shown));
    count.textContent = !asked
      ? ""
      : found.length > MOST
        ? `${found.length} found; the first ${MOST} are shown.`
        : found.length
          ? `${found.length} found.`
          : "Nothing found. Try fewer letters, or look into the editions below.";
    const query = new URLSearchParams();
    for (const [name, field] of Object.entries({ words, edition, status })) if (field.value) query.set(name, field.value);
    try {
      history.replaceState(null, "", `${query}` ? `?${query}` : location.pathname);
    } catch {
      // a page from a disk may have no history
    }
  };

  const query = new URLSearchParams(location.search);
  for (const [name, field] of Object.entries({ words, edition, status })) field.value = query.get(name) ?? "";
  form.hidden = false;
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    update();
  });
  update();
})();
