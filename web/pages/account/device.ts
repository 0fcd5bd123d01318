export type DeviceKind = 'desktop' | 'phone' | 'program'

export interface Device {
  readonly kind: DeviceKind
  readonly name: string
}

/** First match wins: every browser names the ones it descends from as well. */
const browsers = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/Chrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
] as const

const systems = [
  [/\biPhone\b|\biPad\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
] as const

/** A user agent in words: "Firefox on Windows". */
export function deviceOf(userAgent: string | null): Device {
  if (userAgent === null) return { kind: 'desktop', name: 'Unknown device' }
  const browser = browsers.find(([pattern]) => pattern.test(userAgent))?.[1]
  const system = systems.find(([pattern]) => pattern.test(userAgent))?.[1]
  if (!browser) return { kind: 'program', name: userAgent.split(/[\s(]/)[0] || 'Unknown program' }
  const kind = /\bMobile\b|\biPhone\b|\bAndroid\b/.test(userAgent) ? 'phone' : 'desktop'
  return { kind, name: system ? `${browser} on ${system}` : browser }
}
