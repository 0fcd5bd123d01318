/** The palette is 15 KB that the first sight of a page does not need; it is fetched right after. */
export function openPalette(): void {
  void import('../ui/keyboard/command-palette.tsx').then(({ openCommandPalette }) => openCommandPalette())
}
