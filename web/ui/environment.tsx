import { createContext, type ReactNode, useContext } from 'react'

/** What the parts need from the page around them. */
export interface Environment {
  /** The query of the address, one string per name. */
  readonly search: Readonly<Record<string, string>>
  /** Changes the query; null removes a name. `push` makes a step that Back undoes. */
  readonly setSearch: (changes: Readonly<Record<string, string | null>>, options?: { push?: boolean }) => void
  /** Where people turn when an error leaves them stuck. */
  readonly support?: Support
}

export interface Support {
  readonly email: string | null
  readonly url: string | null
}

const EnvironmentContext = createContext<Environment | null>(null)

/** Binds the parts to the address of the page; stands once, inside the router. */
export function EnvironmentProvider({ value, children }: { value: Environment; children: ReactNode }) {
  return <EnvironmentContext value={value}>{children}</EnvironmentContext>
}

export function useEnvironment(): Environment {
  const environment = useContext(EnvironmentContext)
  if (!environment) throw new Error('EnvironmentProvider is missing above this part.')
  return environment
}

/** The support address, also where no environment exists, as in the outermost error boundary. */
export function useSupport(): Support | undefined {
  return useContext(EnvironmentContext)?.support
}
