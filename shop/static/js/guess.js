// A new product: category and unit follow its name until the person chooses her own.

for (const form of document.querySelectorAll("[data-guess]")) {
  const { title, category, unit } = form.elements;
  const own = new Set([category, unit].filter((field) => field.value));
  let asked = "";
  let waiting;

  async function guess() {
    const words = title.value.trim();
    if (!words || words === asked) return;
    asked = words;
    const reply = await fetch(`${form.dataset.guess}?${new URLSearchParams({ nama: words })}`);
    if (!reply.ok || words !== asked) return;
    const found = await reply.json();
    const isOurs = (field) => !own.has(field) && field !== document.activeElement;
    if (isOurs(category)) category.value = found.category ?? "";
    if (isOurs(unit)) unit.value = found.unit ?? "";
  }

  for (const field of [category, unit]) field.addEventListener("input", () => own.add(field));
  title.addEventListener("change", () => guess().catch(() => {}));
  title.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => guess().catch(() => {}), 500);
  });
}
