/** Where files lie in a repository, known without making any. */
import type { RepositoryPlan, ServicePlan } from '../plan/plan.ts'
import { randomStream } from '../random.ts'
import { EXTENSIONS, type Language } from '../tree/line.ts'

const AREAS = 'orders billing http storage queue auth report shared events jobs'.split(' ')
const SUBJECTS = 'limits routes rules store client schema totals sessions clock mapper parser cache'.split(
  ' ',
)

/** Paths of code, grouped by service. */
export function sourcePaths(plan: RepositoryPlan): string[][] {
  const random = randomStream(plan.seed, 'layout')
  const perService =
    plan.services.length > 1 ? 9 : Math.min(90, 14 + Math.floor(Math.sqrt(plan.pullRequests) * 2))
  return plan.services.map((service) => {
    const paths = new Set<string>()
    for (let i = 0; i < perService; i++) {
      const path = `${root(service)}${random.pick(AREAS)}/${random.pick(SUBJECTS)}${i < 12 ? '' : i}.${EXTENSIONS[service.language]}`
      paths.add(path)
    }
    return [...paths]
  })
}

function root(service: ServicePlan): string {
  const prefix = service.path === '' ? '' : `${service.path}/`
  return service.language === 'terraform' ? `${prefix}modules/` : `${prefix}src/`
}

const LANGUAGES = new Map(
  Object.entries(EXTENSIONS).map(([language, extension]) => [extension, language as Language]),
)

/** Of a path's extension; what is none of ours reads as prose. */
export function languageOf(path: string): Language {
  return LANGUAGES.get(path.slice(path.lastIndexOf('.') + 1)) ?? 'markdown'
}
