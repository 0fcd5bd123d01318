import type { EChartsCoreOption } from 'echarts/core'
import { seriesColours } from '../../theme.ts'
import type { ChartProps, Series } from './chart.tsx'
import { highest, secondsAxis, valueFormat } from './scale.ts'

const ink = {
  light: { text: '#525b64', line: '#e4e7ea', ground: '#ffffff' },
  dark: { text: '#98a1aa', line: '#333a41', ground: '#262c32' },
} as const

/** What ECharts draws. A canvas knows no CSS, so the colours are given as values. */
export function chartOption(props: ChartProps, dark: boolean): EChartsCoreOption {
  const scheme = dark ? 'dark' : 'light'
  const format = valueFormat(props)
  const colours = ink[scheme]
  const category = {
    type: 'category',
    data: [...props.categories],
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colours.line } },
    axisLabel: { color: colours.text, hideOverlap: true },
    inverse: props.horizontal ?? false,
  }
  const value = {
    type: 'value',
    axisLabel: { color: colours.text, formatter: format },
    splitLine: { lineStyle: { color: colours.line } },
    splitNumber: 4,
    ...(props.unit === 'seconds' ? secondsAxis(highest(props)) : {}),
    // Half a deployment is nowhere on the axis.
    ...(isWhole(props) ? { minInterval: 1 } : {}),
  }
  return {
    animation: false,
    textStyle: { fontFamily: 'system-ui, sans-serif' },
    grid: { left: 4, right: 12, top: 12, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis',
      // Drawn on the canvas: an HTML tooltip would need style attributes in markup.
      renderMode: 'richText',
      backgroundColor: colours.ground,
      borderColor: colours.line,
      textStyle: { color: dark ? '#d9dee2' : '#1b2127', fontSize: 13 },
      valueFormatter: (shown: unknown) => (typeof shown === 'number' ? format(shown) : 'unknown'),
    },
    xAxis: props.horizontal ? value : category,
    yAxis: props.horizontal ? category : value,
    series: props.series.map((series, index) => drawn(props, series, seriesColour(series, index, scheme))),
  }
}

function isWhole({ series }: ChartProps): boolean {
  return series.every(({ values }) => values.every((value) => value === null || Number.isInteger(value)))
}

export function seriesColour(series: Series, index: number, scheme: 'light' | 'dark'): string {
  const palette = seriesColours[scheme]
  return palette[(series.colour ?? index) % palette.length] ?? palette[0]
}

function drawn({ kind }: ChartProps, series: Series, colour: string) {
  const shared = { name: series.name, data: [...series.values], itemStyle: { color: colour } }
  if (kind === 'line') {
    // Beyond some thousand points one pixel holds many; sampling keeps the peaks.
    return {
      ...shared,
      type: 'line',
      showSymbol: series.values.length <= 40,
      symbolSize: 5,
      sampling: 'lttb',
    }
  }
  return { ...shared, type: 'bar', stack: kind === 'stacked' ? 'all' : undefined, barMaxWidth: 24 }
}
