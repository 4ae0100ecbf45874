// Notices on this phone: the panel shows where the browser can, and says what is so now.
const panel = document.querySelector("[data-notices]");

const bytesOf = (key) =>
  Uint8Array.from(atob(key.replaceAll("-", "+").replaceAll("_", "/")), (sign) =>
    sign.charCodeAt(0),
  );

async function send(form, subscription) {
  const { endpoint, keys } = subscription.toJSON();
  const answers = new FormData(form);
  for (const [name, value] of Object.entries({ endpoint, ...keys })) answers.set(name, value);
  const reply = await fetch(form.action, { method: "POST", body: answers });
  if (!reply.ok) throw new Error(reply.status);
}

async function start() {
  const registration = await navigator.serviceWorker.register(panel.dataset.worker);
  const [on, off] = panel.querySelectorAll("form");
  const refused = panel.querySelector("[data-refused]");
  const present = await registration.pushManager.getSubscription();
  on.hidden = Boolean(present);
  off.hidden = !present;
  panel.hidden = false;
  on.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const subscription = await registration.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: bytesOf(panel.dataset.key),
      });
      await send(on, subscription);
      location.reload();
    } catch {
      refused.hidden = false;
    }
  });
  off.addEventListener("submit", async (event) => {
    event.preventDefault();
    const subscription = await registration.pushManager.getSubscription();
    if (subscription) {
      await send(off, subscription);
      await subscription.unsubscribe();
    }
    location.reload();
  });
}

if (panel && "serviceWorker" in navigator && "PushManager" in window) start();
