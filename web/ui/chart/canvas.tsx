import { useComputedColorScheme } from '@mantine/core'
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { type ECharts, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import classes from './chart.module.css'
import type { ChartProps, Series } from './chart.tsx'
import { chartOption, seriesColour } from './option.ts'

use([BarChart, LineChart, GridComponent, TooltipComponent, CanvasRenderer])

/** The loaded half of `Chart`. Default export, as `lazy` wants it. */
export default function Canvas(props: ChartProps & { readonly height: number }) {
  const host = useRef<HTMLDivElement>(null)
  const [chart, setChart] = useState<ECharts | null>(null)
  const dark = useComputedColorScheme('light') === 'dark'
  const picked = useEffectEvent((category: string, series: string) => props.onPick?.(category, series))

  useEffect(() => {
    if (!host.current) return
    const created = init(host.current)
    created.on('click', (event) => picked(event.name, event.seriesName ?? ''))
    const watcher = new ResizeObserver(() => created.resize())
    watcher.observe(host.current)
    setChart(created)
    return () => {
      watcher.disconnect()
      created.dispose()
    }
  }, [])

  useEffect(() => {
    chart?.setOption(chartOption(props, dark), { notMerge: true })
  }, [chart, props, dark])

  return (
    <>
      <div ref={host} role="img" aria-label={props.description} style={{ height: props.height }} />
      {props.series.length > 1 && <Legend series={props.series} dark={dark} />}
    </>
  )
}

/** Beside the canvas, because one inside it does not wrap and would lie on the axis of a narrow picture. */
function Legend({ series, dark }: { series: readonly Series[]; dark: boolean }) {
  return (
    <ul className={classes.legend}>
      {series.map((one, index) => (
        <li key={one.name}>
          <span style={{ background: seriesColour(one, index, dark ? 'dark' : 'light') }} />
          {one.name}
        </li>
      ))}
    </ul>
  )
}
