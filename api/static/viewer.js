// Says so where the picture of a page cannot be shown: the paper may have been withdrawn while it was open.
function tell(image) {
  const figure = image.closest("figure");
  figure.querySelector(".broken").hidden = false;
  figure.querySelector("a").hidden = true;
}

for (const image of document.querySelectorAll(".picture img")) {
  image.addEventListener("error", () => tell(image));
  if (image.complete && image.naturalWidth === 0 && image.currentSrc) tell(image);
}
