// Photos: made small on the phone before they are sent, upright and without the camera's notes.
//
// What can't be shrunk (HEIC on some phones, no memory) goes as it is; the shop cleans it too.

const LONGEST = 1600;
const QUALITY = 0.8;
const SMALL = 300_000;

const toBlob = (canvas, type) => new Promise((done) => canvas.toBlob(done, type, QUALITY));

function drawn(picture, longest) {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

// Answers the file to send and a small canvas to show, which is missing for an unknown format.
async function shrunk(file) {
  let preview;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    preview = drawn(picture, 240);
    if (file.size <= SMALL) return { file, preview };
    const canvas = drawn(picture, LONGEST);
    picture.close();
    let blob = await toBlob(canvas, "image/webp");
    if (blob?.type !== "image/webp") blob = await toBlob(canvas, "image/jpeg");
    if (!blob || blob.size >= file.size) return { file, preview };
    const name = `${file.name.replace(/\.[^.]*$/, "")}.${blob.type.slice(6)}`;
    return { file: new File([blob], name, { type: blob.type }), preview };
  } catch {
    return { file, preview };
  }
}

const inKilobytes = (files) => Math.ceil(files.reduce((sum, file) => sum + file.size, 0) / 1000);

function watch(group) {
  const told = group.querySelector("[data-progress]");
  const shown = group.querySelector("[data-previews]");
  const inputs = [...group.querySelectorAll("[type=file]")];
  let work = Promise.resolve();
  let running = 0;

  async function take(input) {
    const chosen = [...input.files];
    const previews = [];
    const sent = new DataTransfer();
    for (const [place, file] of chosen.entries()) {
      told.textContent = `${group.dataset.working} ${place + 1}/${chosen.length}`;
      const small = await shrunk(file);
      sent.items.add(small.file);
      if (small.preview) previews.push(small.preview);
    }
    if (chosen.length) input.files = sent.files;
    input.previews = previews;
    shown.replaceChildren(...inputs.flatMap((each) => each.previews ?? []));
    const files = inputs.flatMap((each) => [...each.files]);
    told.textContent = files.length
      ? `${group.dataset.ready}: ${files.length} (${inKilobytes(files)} kB)`
      : "";
  }

  for (const input of inputs) {
    input.addEventListener("change", () => {
      running += 1;
      work = work.then(() => take(input)).finally(() => (running -= 1));
    });
  }
  group.closest("form").addEventListener("submit", async (event) => {
    if (!running) return;
    event.preventDefault();
    await work;
    event.target.requestSubmit(event.submitter);
  });
  group.classList.add("quick");
}

for (const group of document.querySelectorAll("[data-shrink]")) {
  if (window.createImageBitmap && window.DataTransfer) watch(group);
}
