import { createTheme, defaultVariantColorsResolver, type MantineColorsTuple } from '@mantine/core'

/** Deep teal: the one accent, for what can be acted on. White on shade 6 is 4.9 : 1, on shade 7 6.4 : 1. */
const accent: MantineColorsTuple = [
  '#e8f6f5',
  '#cfebe9',
  '#a3d8d4',
  '#72c3bd',
  '#47aea7',
  '#26978f',
  '#127f78',
  '#0b6b66',
  '#0a5652',
  '#08423f',
]

/** Shade 6 is the dimmed text of the light scheme: 5.3 : 1 on white, 4.9 : 1 on shade 0. */
const gray: MantineColorsTuple = [
  '#f7f8f9',
  '#eff1f3',
  '#e4e7ea',
  '#d3d8dc',
  '#b4bbc2',
  '#8c959e',
  '#636d77',
  '#525b64',
  '#3a424a',
  '#23292f',
]

/** Shades 6 and 7 fill the buttons of dangerous actions: white on them is 5.1 and 6.6 : 1. */
const red: MantineColorsTuple = [
  '#fdeceb',
  '#f8d3d0',
  '#f1aaa4',
  '#ea7f77',
  '#e05c52',
  '#d6453b',
  '#c9382f',
  '#b3261e',
  '#931d17',
  '#741511',
]

/** Shade 7 is the page, 2 the dimmed text (6.0 : 1 on it), 4 the lines. */
const dark: MantineColorsTuple = [
  '#d9dee2',
  '#b9c0c7',
  '#98a1aa',
  '#6b757e',
  '#3f474f',
  '#333a41',
  '#262c32',
  '#1a1f24',
  '#14181c',
  '#0e1114',
]

const systemFont =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif'
const monospace =
  'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace'

export const theme = createTheme({
  colors: { accent, gray, dark, red },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  black: '#1b2127',
  fontFamily: systemFont,
  fontFamilyMonospace: monospace,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.5', xl: '1.5' },
  fontWeights: { regular: '400', medium: '500', bold: '600' },
  // The 8 px grid; 4 px only inside a control.
  spacing: { xs: '0.25rem', sm: '0.5rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '16px' },
  defaultRadius: 'sm',
  headings: {
    fontFamily: systemFont,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.4' },
      h2: { fontSize: '1rem', lineHeight: '1.5' },
      h3: { fontSize: '0.875rem', lineHeight: '1.45' },
    },
  },
  cursorType: 'pointer',
  variantColorResolver: (input) => {
    const resolved = defaultVariantColorsResolver(input)
    // Mantine's own is shade 9, which reads as black on a light page.
    const quiet = input.variant === 'subtle' || input.variant === 'light'
    return quiet && (input.color ?? 'accent') === 'accent'
      ? { ...resolved, color: 'var(--ui-accent)' }
      : resolved
  },
  respectReducedMotion: true,
  components: {
    Anchor: { defaultProps: { underline: 'hover' } },
    Tooltip: {
      defaultProps: { openDelay: 300, withArrow: true, events: { hover: true, focus: true, touch: true } },
    },
    Modal: {
      styles: { title: { fontWeight: 600 } },
      defaultProps: { centered: true, closeButtonProps: { 'aria-label': 'Close' } },
    },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Drawer: {
      styles: { title: { fontWeight: 600 } },
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' } },
    },
  },
})

/**
 * Okabe–Ito, which people of every colour vision tell apart, in the order that keeps neighbours distinct. Yellow and
 * black are left out: the one vanishes on a light page, the other on a dark one.
 */
export const seriesColours = {
  light: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00'],
  dark: ['#56b4e9', '#e69f00', '#2fc59a', '#e097c1', '#3b8fd1', '#f0803c'],
} as const
