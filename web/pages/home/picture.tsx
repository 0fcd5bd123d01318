import { IconDatabase, IconLock, IconServer2, IconStack2 } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useCan } from '../../session.ts'
import { Status } from '../../ui/value/status.tsx'
import classes from './home.module.css'
import type { Station } from './state.ts'

const icons = { server: IconServer2, database: IconDatabase, jobs: IconStack2, keys: IconLock } as const
const places = {
  server: '/settings/about',
  database: '/settings/about',
  jobs: '/settings/jobs',
  keys: '/settings/secrets',
} as const

/** The installation as a drawing: the server, and what it stands on, each joined to it by a line in its colour. */
export function Picture({ stations }: { stations: readonly Station[] }) {
  const mayOpenKeys = useCan()('key:edit')
  return (
    <ul className={classes.picture} aria-label="This installation">
      {stations.map((station) => (
        <li key={station.id} className={classes.station} data-level={station.level} data-id={station.id}>
          {station.id === 'keys' && !mayOpenKeys ? (
            <div className={classes.place}>
              <Shown station={station} />
            </div>
          ) : (
            <Link to={places[station.id]} className={classes.place}>
              <Shown station={station} />
            </Link>
          )}
        </li>
      ))}
    </ul>
  )
}

function Shown({ station }: { station: Station }) {
  const Icon = icons[station.id]
  return (
    <>
      <span className={classes.icon}>
        <Icon size={22} stroke={1.5} aria-hidden />
      </span>
      <span className={classes.words}>
        <span className={classes.name}>{station.title}</span>
        <Status level={station.level}>{station.state}</Status>
        <span className={classes.detail}>{station.detail}</span>
      </span>
    </>
  )
}
