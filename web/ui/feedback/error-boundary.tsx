import { Component, type ReactNode } from 'react'
import { ErrorState } from './error-state.tsx'

interface ErrorBoundaryProps {
  readonly children: ReactNode
  /** A new value clears the error: the address, so that going elsewhere helps. */
  readonly resetKey?: string
}

interface ErrorBoundaryState {
  readonly failure: { readonly error: unknown; readonly resetKey: string | undefined } | null
}

/** Keeps a part that failed to itself, so that the rest of the page works. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { failure: null }

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { failure: { error, resetKey: undefined } }
  }

  override componentDidUpdate(before: ErrorBoundaryProps) {
    if (this.state.failure && before.resetKey !== this.props.resetKey) this.setState({ failure: null })
  }

  override render() {
    if (!this.state.failure) return this.props.children
    return <ErrorState error={this.state.failure.error} onRetry={() => this.setState({ failure: null })} />
  }
}
