/** Names, in lower case, of files that say what a repository is, whose it is and what it is made of. */
const names: ReadonlySet<string> = new Set(
  [
    'codeowners owners bitbucket-pipelines.yml',
    'catalog-info.yaml catalog-info.yml cortex.yaml cortex.yml port.yml port.yaml opslevel.yml compass.yml service.datadog.yaml backstage.yaml',
    'package.json pnpm-workspace.yaml pom.xml build.gradle build.gradle.kts settings.gradle settings.gradle.kts',
    'go.mod cargo.toml pyproject.toml requirements.txt setup.cfg setup.py pipfile gemfile composer.json mix.exs',
    'build.sbt pubspec.yaml package.swift deno.json dockerfile chart.yaml openapi.yaml openapi.yml openapi.json',
    'swagger.yaml swagger.json directory.packages.props',
  ].flatMap((line) => line.split(' ')),
)
const patterns = [/^readme(\.[a-z]+)?$/, /\.(cs|fs|vb)proj$/, /\.gemspec$/]

/** Folders of what others wrote. */
const foreign = /(^|\/)(node_modules|vendor|third_party)\//

/** A larger one is known by its size alone. */
export const largestContent = 1024 * 1024

export function isWanted(path: string): boolean {
  if (foreign.test(path)) return false
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  return names.has(name) || patterns.some((pattern) => pattern.test(name))
}
