import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'

const ClockContext = createContext<Date | null>(null)

/** One tick for every relative time on the page, instead of a timer in each. */
export function Clock({ children }: { children: ReactNode }) {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 10_000)
    return () => clearInterval(timer)
  }, [])
  return <ClockContext value={now}>{children}</ClockContext>
}

/** The present, renewed every ten seconds inside a `Clock`. */
export function useNow(): Date {
  return useContext(ClockContext) ?? new Date()
}
