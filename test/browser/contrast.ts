import type { Page } from "playwright-core";

/** Of a text on what it stands on, as WCAG 2 defines it: from 1 to 21. */
export async function contrast(page: Page, selector: string): Promise<number> {
  // As text, because nothing here knows the types of a page.
  const [text, under] = await page.evaluate<string[]>(`(() => {
    const element = document.querySelector(${JSON.stringify(selector)});
    let ground = element;
    while (ground.parentElement && getComputedStyle(ground).backgroundColor === "rgba(0, 0, 0, 0)") ground = ground.parentElement;
    return [getComputedStyle(element).color, getComputedStyle(ground).backgroundColor];
  })()`);
  const luminance = (color: string): number => {
    const [r = 0, g = 0, b = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
      const value = Number(part) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark = 0, light = 0] = [luminance(text ?? ""), luminance(under ?? "")].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
