const STYLES = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-linejoin",
  "font-family",
  "font-size",
  "text-anchor",
];
const SCALE = 2;
const MARGIN = 16;
const HEAD = 48;

/**
 * Return a PNG of a drawing as it looks on the screen, under a heading, in the direction of the
 * page; throws where the browser can't draw it.
 */
export async function pngOf(svg: SVGSVGElement, heading: string): Promise<Blob> {
  const { width, height } = svg.getBoundingClientRect();
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(svg))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = (width + 2 * MARGIN) * SCALE;
  canvas.height = (height + HEAD + MARGIN) * SCALE;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser draws no pictures.");
  const look = getComputedStyle(document.documentElement);
  const rtl = document.documentElement.dir === "rtl";
  context.scale(SCALE, SCALE);
  context.fillStyle = look.backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = look.color;
  context.font = `bold 16px ${look.fontFamily}`;
  context.direction = rtl ? "rtl" : "ltr";
  context.textAlign = "start";
  context.fillText(heading, rtl ? width + MARGIN : MARGIN, HEAD - MARGIN, width);
  context.drawImage(image, MARGIN, HEAD, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("No picture was made."))));
  });
}

/** Return the source of a drawing that needs no style sheet. */
function standalone(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const drawn = [svg, ...svg.querySelectorAll("*")];
  for (const [place, each] of [copy, ...copy.querySelectorAll("*")].entries()) {
    const look = getComputedStyle(drawn[place] ?? svg);
    for (const name of STYLES) each.setAttribute(name, look.getPropertyValue(name));
  }
  return new XMLSerializer().serializeToString(copy);
}

/** Have the browser save a file. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}
