() => {
  const channels = (colour) => {
    const found = colour.match(/[\d.]+/g);
    return found ? found.map(Number) : null;
  };
  const luminance = ([red, green, blue]) => {
    const [r, g, b] = [red, green, blue].map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let it = element; it; it = it.parentElement) {
      const colour = channels(getComputedStyle(it).backgroundColor);
      if (colour && (colour.length < 4 || colour[3] > 0)) return colour;
    }
    return [255, 255, 255];
  };
  let least = Infinity, where = "", texts = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || element.closest("script, style")) continue;
    const style = getComputedStyle(element);
    if (!element.getClientRects().length || style.visibility === "hidden" || Number(style.opacity) === 0) continue;
    const ink = channels(element instanceof SVGElement ? style.fill : style.color);
    if (!ink) continue;
    const [light, dark] = [luminance(ink), luminance(behind(element))].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    texts += 1;
    if (ratio < least) { least = ratio; where = `${walker.currentNode.textContent.trim().slice(0, 60)} (${style.color}, ${style.fill})`; }
  }
  return JSON.stringify({ least, where, texts });
}
