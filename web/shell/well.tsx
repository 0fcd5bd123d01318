import classes from './door.module.css'

/** A windlass over its well: the beam, the crank, the rope, and a bucket half way up. */
export function Well() {
  return (
    <svg viewBox="0 0 320 400" className={classes.well} role="presentation">
      <g fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" strokeLinejoin="round">
        <path d="M48 92 160 28l112 64" />
        <path d="M64 100 160 45l96 55" opacity="0.45" />
        <path d="M82 96v148M238 96v148" />
        <path d="M66 132h188" />
        <path d="M254 132h22v30h16" />
        <rect x="118" y="122" width="84" height="20" rx="4" />
        <path d="M130 122v20M142 122v20M154 122v20M166 122v20M178 122v20M190 122v20" opacity="0.45" />
        <path d="M160 142v46" />
        <path d="M136 204c0-22 48-22 48 0" />
        <path d="M132 204h56l-7 44h-42z" />
        <path d="M134.5 218h51" opacity="0.45" />
        <path d="M40 244h240v20H40z" />
        <path d="M54 264v92M266 264v92M54 356h212" />
        <g opacity="0.45">
          <path d="M54 287h212M54 310h212M54 333h212" />
          <path d="M98 264v23M160 264v23M222 264v23M76 287v23M129 287v23M191 287v23M244 287v23" />
          <path d="M98 310v23M160 310v23M222 310v23M76 333v23M129 333v23M191 333v23M244 333v23" />
        </g>
        <path d="M20 356h280" />
      </g>
    </svg>
  )
}
