// Photos in the browser: a preview on a canvas, and a smaller copy of what is needlessly large.

const LARGE = 4 * 1024 * 1024; // bytes from which a smaller copy is sent; the program sees far fewer pixels
const LARGEST = 20 * 1024 * 1024; // bytes that the server takes
const SIDE = 2400; // pixels of the longer side of the copy
const QUALITY = 0.92;

export const TOO_LARGE = Symbol("too large");

/** Draw a photo onto the canvas, upright and whole; false when this browser cannot read its format. */
export async function draw(file, canvas) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(canvas.width / picture.width, canvas.height / picture.height, 1);
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return true;
  } catch {
    return false;
  }
}

/** The photo itself when it is small enough, else a smaller JPEG of it; throws TOO_LARGE when neither will do. */
export async function shrink(file) {
  if (file.size <= LARGE) return file;
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  if (await draw(file, canvas)) {
    const copy = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
    if (copy.size < file.size) return new File([copy], "photo.jpg", { type: "image/jpeg" });
  }
  if (file.size > LARGEST) throw TOO_LARGE;
  return file;
}
