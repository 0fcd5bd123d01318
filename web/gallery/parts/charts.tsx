import { useState } from 'react'
import { Chart } from '../../ui/chart/chart.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'

const weeks = ['2 Nov', '9 Nov', '16 Nov', '23 Nov', '30 Nov', '7 Dec']

export function Charts() {
  const [picked, setPicked] = useState('nothing')
  return (
    <>
      <PageHeader title="Pictures" state={`Picked ${picked}.`} />
      <div
        style={{
          display: 'grid',
          gap: 32,
          gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 420px), 1fr))',
        }}
      >
        <Chart
          label="Time to merge"
          description="Time to merge fell from 14 hours to 9 hours in six weeks; the week of 23 November is unknown."
          kind="line"
          categories={weeks}
          categoryTitle="Week"
          series={[
            { name: 'Median', values: [50_400, 46_800, 43_200, null, 36_000, 32_400] },
            { name: '90 %', values: [172_800, 165_600, 158_400, null, 129_600, 126_000] },
          ]}
          unit="seconds"
          note="1,204 pull requests, 3 unknown."
        />
        <Chart
          label="Cycle time by stage"
          description="Review takes the largest part of the cycle time in every week."
          kind="stacked"
          categories={weeks}
          categoryTitle="Week"
          series={[
            { name: 'Coding', values: [9, 8, 8, 7, 7, 6] },
            { name: 'Waiting for review', values: [12, 14, 9, 8, 8, 7] },
            { name: 'Review', values: [16, 15, 14, 14, 12, 11] },
            { name: 'Deploying', values: [3, 3, 2, 4, 2, 2] },
          ]}
          format={(hours) => `${hours} h`}
        />
        <Chart
          label="Requests by stream"
          description="Commits need the most requests, 410 of 900."
          kind="bar"
          horizontal
          categories={['Commits', 'Pull requests', 'Branches']}
          categoryTitle="Stream"
          series={[{ name: 'Requests', values: [410, 320, 170] }]}
          onPick={(category) => setPicked(category)}
        />
      </div>
    </>
  )
}
