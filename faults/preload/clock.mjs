/** Loaded before the program: its clock is off by FAULT_SECONDS, and jumps back by FAULT_BACK of them after two seconds. */
const { FAULT_SECONDS: seconds = '0', FAULT_BACK: back = '0' } = process.env
const now = Date.now.bind(Date)
const began = now()
const offset = () => (Number(seconds) - (now() - began > 2_000 ? Number(back) : 0)) * 1_000

globalThis.Date = class extends Date {
  constructor(...parts) {
    super(...(parts.length === 0 ? [now() + offset()] : parts))
  }
  static now() {
    return now() + offset()
  }
}
