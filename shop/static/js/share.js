// Sharing: the phone's own sheet instead of the WhatsApp link, where there is one.
for (const link of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) break;
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      await navigator.share({ title: link.dataset.title, url: link.dataset.url });
    } catch (error) {
      if (error.name !== "AbortError") location.assign(link.href);
    }
  });
}
