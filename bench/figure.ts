/** One measured number with the goal it has to meet. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly goal: number
  /** `lower`: good at or below the goal. */
  readonly better: 'lower' | 'higher'
}

/** What a file of this folder exports as `bench`. It starts and stops all it needs, and runs on a plain clone. */
export interface Bench {
  readonly name: string
  readonly doc: string
  run(): Promise<Figure[]>
}

export function meetsGoal(figure: Figure): boolean {
  return figure.better === 'lower' ? figure.value <= figure.goal : figure.value >= figure.goal
}
