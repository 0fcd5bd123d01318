/** A bucket on its rope under the beam of a windlass. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="6" fill="#0b6b66" />
      <g fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" strokeLinejoin="round">
        <path d="M6 9h20M9 9v17M23 9v17" />
        <path d="M16 9v7" />
        <path d="M12.5 16h7l-1.2 7h-4.6z" />
      </g>
    </svg>
  )
}
