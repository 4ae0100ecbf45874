// Shows notices that the shop pushes, and opens the page that a tapped one is about.
self.addEventListener("push", (event) => {
  const notice = event.data ? event.data.json() : {};
  if (!notice.title) return;
  event.waitUntil(
    self.registration.showNotification(notice.title, {
      body: notice.text,
      data: { path: notice.path },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { path } = event.notification.data;
  const target = new URL(path || "/lapak-saya/", self.location.origin);
  if (target.origin !== self.location.origin) return;
  event.waitUntil(self.clients.openWindow(target.href));
});
