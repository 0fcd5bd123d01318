/** One measured number with the goal it has to meet. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly goal: number
  /** `lower`: good at or below the goal. */
  readonly better: 'lower' | 'higher'
}

export const worlds = ['XS', 'demo', 'S', 'M'] as const

export interface BenchOptions {
  /** Size of the simulated Bitbucket; S when left out. Only some measure one. */
  readonly world?: (typeof worlds)[number]
  /** Of those that have parts: the parts whose name contains this. */
  readonly only?: string
}

export function isWorld(name: string): name is (typeof worlds)[number] {
  return worlds.some((world) => world === name)
}

/** What a file of this folder exports as `bench`. It starts and stops all it needs, and runs on a plain clone. */
export interface Bench {
  readonly name: string
  readonly doc: string
  /** What can be measured by itself, where the whole takes long. */
  readonly parts?: readonly string[]
  run(options: BenchOptions): Promise<Figure[]>
}

export function meetsGoal(figure: Figure): boolean {
  return figure.better === 'lower' ? figure.value <= figure.goal : figure.value >= figure.goal
}
