// The phone's own place: fills the field that a button names, where the phone says it.
for (const button of document.querySelectorAll("[data-locate]")) {
  if (!navigator.geolocation) break;
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const place = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`;
        document.getElementById(button.dataset.locate).value = place;
      },
      () => {
        button.querySelector("span").textContent = button.dataset.failed;
      },
    );
  });
}
