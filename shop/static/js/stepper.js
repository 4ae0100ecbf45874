// Quantity: minus and plus without a reload. The form works the same without this script.
//
// On the product page (buttons that ask by GET) only the number changes. In the basket the
// form is sent as it is, and the answer's <main> takes the place of this one.

const numberOf = (stepper) => stepper.querySelector("input");

function count(stepper, button) {
  const field = numberOf(stepper);
  const least = Number(stepper.dataset.minimum || 1);
  const most = Number(stepper.dataset.maximum || Infinity);
  const wanted = (Number.parseInt(field.value, 10) || 0) + Number(button.value);
  const number = Math.min(most, Math.max(least, wanted));
  const [less, more] = stepper.querySelectorAll("button");
  field.value = number;
  less.disabled = number <= least;
  more.disabled = number >= most;
}

async function send(form, button) {
  const answers = new FormData(form);
  answers.append(button.name, button.value);
  const reply = await fetch(form.action, { method: "POST", body: answers });
  if (!reply.ok) throw new Error(reply.status);
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const label = button.getAttribute("aria-label");
  document.querySelector("main").replaceWith(page.querySelector("main"));
  document.title = page.title;
  const same = [...document.querySelectorAll("main button")].find(
    (other) => other.getAttribute("aria-label") === label,
  );
  same?.focus({ preventScroll: true });
}

document.addEventListener("submit", async (event) => {
  const button = event.submitter;
  const stepper = button?.closest("[data-stepper]");
  if (!stepper) return;
  event.preventDefault();
  if (button.formMethod === "get") return count(stepper, button);
  if (event.target.dataset.busy) return;
  event.target.dataset.busy = "1";
  try {
    await send(event.target, button);
  } catch {
    const step = Object.assign(document.createElement("input"), { type: "hidden" });
    step.name = button.name;
    step.value = button.value;
    event.target.append(step);
    event.target.submit();
  }
});
